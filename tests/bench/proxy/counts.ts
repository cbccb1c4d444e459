import { Child } from "./child.js";
import { allAre, CONNECTIONS } from "./figures.js";
import type { Generator } from "./generator.js";
import { Platform } from "./platform.js";
import type { Counted } from "./record.js";
import type { Server } from "./server.js";

/** Milliseconds; longer than all of this takes. */
export const FRESH = 600_000;

/** A crowd that finds no answer there. The platform answers when all of them have come. */
export const cold = async (generator: Child<Generator>, crowd: number): Promise<Counted> => {
  const platform = await Platform.start();
  const release = platform.hold();
  const server = new Child<Server>("server.ts");
  const url = await server.ask("proxy", { baseUrl: platform.url, maxAge: FRESH });
  const load = generator.ask("load", { url, connections: crowd, seconds: "once" });
  await Promise.race([server.ask("crowd", crowd), load]);
  release();
  const { requests, ...loaded } = await load;
  await server.end();
  await platform.close();
  allAre(200, { requests, ...loaded });
  atMost(1, platform);
  return { visitors: requests, upstream: platform.requests };
};

/** An answer that is soon too old, again and again. */
export const aging = async (
  generator: Child<Generator>,
  { seconds, maxAge }: { readonly seconds: number; readonly maxAge: number },
): Promise<Counted> => {
  const platform = await Platform.start();
  const server = new Child<Server>("server.ts");
  const url = await server.ask("proxy", { baseUrl: platform.url, maxAge });
  const began = performance.now();
  const loaded = await generator.ask("load", { url, connections: CONNECTIONS, seconds });
  const took = performance.now() - began;
  await server.end();
  await platform.close();
  allAre(200, loaded);
  atMost(1 + took / maxAge, platform);
  return { visitors: loaded.requests, upstream: platform.requests };
};

/** However slow the machine is: as many answers as can have been fresh one after the other. */
const atMost = (most: number, { requests }: Platform): void => {
  if (requests > most) throw new Error(`${requests} requests to the platform, where ${Math.floor(most)} do`);
};
