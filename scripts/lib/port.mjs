// @ts-check
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that a system gives out of itself, to who asks for any or connects: Linux begins at 32,768
 * (net.ipv4.ip_local_port_range), macOS and Windows at 49,152.
 */
const [FIRST, PORTS] = [12_000, 10_000];

/** @param {number} port @returns {Promise<import("node:net").Server | null>} null where somebody listens there */
async function listenAt(port) {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE") return null;
    throw error;
  }
}

/**
 * A port that nobody listens at, for a program that wants to be told one. It is this process's until that ends: nobody
 * else gets it here before the program listens, for who has a port listens at another in its name, and only one can.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (let port = FIRST; port < FIRST + PORTS; port += 1) {
    const name = await listenAt(port + PORTS);
    if (!name) continue;
    name.unref();
    const probe = await listenAt(port);
    if (!probe) continue;
    probe.close();
    await once(probe, "close");
    return port;
  }
  throw new Error(`none of the ports from ${FIRST} to ${FIRST + PORTS - 1} is free`);
}
