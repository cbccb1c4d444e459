import type { Request } from "express";
import { isObject, type JsonObject } from "./json";

/** The JSON of a control request; none is an empty object. */
export function bodyOf(req: Request): JsonObject {
  const body: unknown = req.body;
  return isObject(body) ? body : {};
}
