import type { Request } from "express";
import { readBody } from "./body";
import { type JsonObject, parseObject } from "./json";

/** A request to a platform, as the handlers of its routes see it. */
export interface CallOf<P, C> {
  readonly platform: P;
  readonly caller: C;
  readonly query: URLSearchParams;
  param(name: string): string;
  body(): JsonObject;
}

export async function readCall<P, C>(
  platform: P,
  caller: C,
  req: Request,
  bodyLimit?: number,
): Promise<CallOf<P, C>> {
  const raw = await readBody(req, bodyLimit);
  return {
    platform,
    caller,
    query: new URL(req.url, "http://sandbox").searchParams,
    param: (name) => paramOf(req, name),
    body: () => parseObject(raw),
  };
}

function paramOf(req: Request, name: string): string {
  const value = req.params[name];
  if (typeof value === "string") return value;
  throw new Error(`the route has no ${name}`);
}
