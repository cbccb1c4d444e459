import { createServer } from "node:http";
import path from "node:path";
import express, { type RequestHandler } from "express";
import { type Listening, listen } from "../../www/loopback";

const page = (language: string): string => `<!doctype html><html lang="${language}"><title>Page</title>
<form><button id="create" data-quota-action="createManagedOrg">Create</button></form>
<script type="module">import * as api from "/dist/index.js"; window.play.api = api;</script></html>`;

/** Where pages come from, with the package and a route of its own to the platform. */
export class Site {
  /** In the place of a path's usual answer. */
  readonly instead = new Map<string, RequestHandler>();
  readonly seen: string[] = [];
  /** Of the page. */
  headers: Record<string, string> = {};
  language = "en";

  constructor(private readonly listening: Listening) {}

  get url(): string {
    return this.listening.url;
  }

  close(): Promise<void> {
    return this.listening.close();
  }
}

/** `ask` is what the route of its own answers with. */
export const startSite = async (ask: () => Promise<Response>): Promise<Site> => {
  const app = express().disable("etag");
  const server = createServer(app);
  const site = new Site(await listen(server, 0));
  app.use((request, response, next) => {
    site.seen.push(request.path);
    const instead = site.instead.get(request.path);
    if (instead) return instead(request, response, next);
    next();
  });
  // Also a page without an origin may load the package.
  app.use("/dist", (_, response, next) => {
    response.set({ "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" });
    next();
  });
  app.get("/", (_, response) => void response.set(site.headers).send(page(site.language)));
  app.get("/away", (_, response) => void response.send("<!doctype html><title>Away</title>"));
  app.get("/favicon.ico", (_, response) => void response.status(204).end());
  app.use("/dist", express.static(path.resolve(import.meta.dirname, "../../dist"), { etag: false }));
  app.get("/api/quota", async (_, response) => {
    const answer = await ask().catch(() => null);
    if (!answer) return void response.sendStatus(502);
    const passed = ["content-type", "retry-after"].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    response
      .status(answer.status)
      .set(Object.fromEntries(passed))
      .send(Buffer.from(await answer.arrayBuffer()));
  });
  return site;
};
