import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Between who asks and who answers: hears both, byte by byte, and can hold back what is answered. */
export class Wire {
  /** What was asked, and what was answered. */
  asked = "";
  answered = "";
  #held = false;
  readonly #server: Server;
  readonly #servers = new Set<Socket>();

  private constructor(port: number) {
    this.#server = createServer((client) => this.#join(client, connect(port, "127.0.0.1")));
  }

  /** @param url of the server, on this machine */
  static async to(url: string): Promise<Wire> {
    const wire = new Wire(Number(new URL(url).port));
    wire.#server.listen(0, "127.0.0.1");
    await once(wire.#server, "listening");
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on the server is asked, and its answers don't come. */
  hold(): void {
    this.#held = true;
    for (const server of this.#servers) server.pause();
  }

  release(): void {
    this.#held = false;
    for (const server of this.#servers) server.resume();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const server of this.#servers) server.destroy();
    await closed;
  }

  #join(client: Socket, server: Socket): void {
    this.#servers.add(server);
    client.on("data", (chunk) => {
      this.asked += chunk.toString("latin1");
    });
    server.on("data", (chunk) => {
      this.answered += chunk.toString("latin1");
    });
    client.pipe(server).pipe(client);
    if (this.#held) server.pause();
    server.on("close", () => {
      this.#servers.delete(server);
      client.destroy();
    });
    client.on("close", () => server.destroy());
    for (const socket of [client, server]) socket.on("error", () => {});
  }
}
