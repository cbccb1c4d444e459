import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request } from "express";
import type { Header, Reply } from "./reply";
import type { Served } from "./served";

export interface Endpoint extends Pick<Served, "method" | "path"> {
  answer(req: Request): Promise<Reply>;
}

/** Whether a request may come in, and what its answer says of that. */
export interface Admission {
  readonly refusal: Reply | null;
  readonly headers: readonly Header[];
}

export const ADMITTED: Admission = { refusal: null, headers: [] };

/** A platform as the server shows it: its routes, and its own way of saying what every platform says. */
export interface Site {
  /** What its paths begin with. */
  readonly base: string;
  readonly endpoints: readonly Endpoint[];
  admit(req: IncomingMessage, res: ServerResponse): Admission;
  preflight(req: IncomingMessage): Reply;
  /** The headers that let other origins' pages read an answer. */
  cors(req: IncomingMessage, status: number): readonly Header[];
  notFound(): Reply;
  notAllowed(methods: readonly string[]): Reply;
  failure(error: unknown): Reply;
}

export function siteAt(sites: readonly Site[], path: string): Site {
  const site = sites.find(({ base }) => path === base || path.startsWith(`${base}/`));
  if (site === undefined) throw new Error(`nothing is served at ${path}`);
  return site;
}
