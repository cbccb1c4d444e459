// @ts-check
import { once } from "node:events";
import { createServer } from "node:net";

/** A port that nobody listens at now, for a program that wants to be told one. @returns {Promise<number>} */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (typeof address !== "object" || !address) throw new Error("no port");
  return address.port;
}
