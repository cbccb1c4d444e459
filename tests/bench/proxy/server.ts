import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createQuotaProxy } from "quota-gate/proxy";
import { listen } from "../../../www/loopback.js";
import { answering } from "./child.js";

/** The handler under load, in a process of its own. */
export interface Constant {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Handler = (request: Request) => Promise<Response>;

let came = 0;
let expected = Number.POSITIVE_INFINITY;
let allCame = () => {};

const serve = async (handler: Handler): Promise<string> => {
  const server = createServer(getRequestListener(handler));
  server.prependListener("request", () => {
    came += 1;
    if (came === expected) allCame();
  });
  return (await listen(server, 0)).url;
};

const answers = {
  /** Asynchronous, as the proxy has to be: the adapter has a shorter way for what isn't. */
  constant: ({ headers, body }: Constant) => serve(async () => new Response(body, { headers })),

  proxy: ({ baseUrl, maxAge }: { baseUrl: string; maxAge: number }) =>
    serve(
      createQuotaProxy({ platform: "vocdoni", baseUrl, token: "vsk_load", authorize: () => true, maxAge }),
    ),

  /** Answered as soon as so many have come since the start. */
  crowd: (size: number) =>
    new Promise<void>((resolve) => {
      expected = size;
      allCame = resolve;
      if (came >= size) resolve();
    }),

  /** Microseconds of the processor, since the start. */
  spent: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
};

export type Server = typeof answers;

answering(answers);
