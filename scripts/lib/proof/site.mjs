// @ts-check
import { once } from "node:events";
import express from "express";

/**
 * Serves files, to this machine only.
 * @param {string} folder @param {AbortSignal} until
 */
export async function serve(folder, until) {
  const server = express().use(express.static(folder)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  until.addEventListener("abort", () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${port}/`;
}
