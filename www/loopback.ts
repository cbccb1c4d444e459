import { once } from "node:events";
import type { Server } from "node:http";

/** A server that listens on this machine only. */
export interface Listening {
  readonly url: string;
  /** Ends open connections too, hanging ones included. */
  close(): Promise<void>;
}

/** Listens on a port of 127.0.0.1; 0 is any free one. */
export async function listen(server: Server, port: number): Promise<Listening> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: urlOf(server),
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return `http://127.0.0.1:${address.port}`;
}
