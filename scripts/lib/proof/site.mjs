// @ts-check
import { once } from "node:events";
import { createServer } from "node:net";
import express from "express";

/** @returns {Promise<number>} */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (typeof address !== "object" || !address) throw new Error("no port");
  return address.port;
}

/**
 * Serves files, to this machine only.
 * @param {string} folder @param {AbortSignal} until
 */
export async function serve(folder, until) {
  const port = await freePort();
  const server = express().use(express.static(folder)).listen(port, "127.0.0.1");
  await once(server, "listening");
  until.addEventListener("abort", () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${port}/`;
}
