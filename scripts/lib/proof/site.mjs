// @ts-check
import { once } from "node:events";
import express from "express";
import { freePort } from "../port.mjs";

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
