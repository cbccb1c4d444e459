// @ts-check
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that a system gives out of itself, to who asks for any or connects: between the look and the
 * program's own listening, none of these is taken but by another process that does the same. Linux begins at 32,768
 * (net.ipv4.ip_local_port_range), macOS and Windows at 49,152.
 */
const [FIRST, PORTS] = [12_000, 20_000];

/** One process after the other has a hundred of its own. */
let next = process.pid * 100;

/** A port that nobody listens at now, for a program that wants to be told one. @returns {Promise<number>} */
export async function freePort() {
  const port = FIRST + (next % PORTS);
  next += 1;
  const probe = createServer().listen(port, "127.0.0.1");
  const taken = await once(probe, "listening").then(
    () => false,
    (error) => {
      if (error.code !== "EADDRINUSE") throw error;
      return true;
    },
  );
  if (taken) return freePort();
  probe.close();
  await once(probe, "close");
  return port;
}
