import type { DidomiKeyName, Sandbox } from "../../www/sandbox/index";
import { type Answer, at, call } from "./support";

export const INTEGRATIONS = "/v1/marketplace/integrations";

/** Asks Didomi with one token of the key. */
export function session(sandbox: Sandbox, name: DidomiKeyName) {
  const token = sandbox.didomi.token(name);
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    call(sandbox, token, method, path, body);
}

export function error(answer: Answer): readonly [number, unknown, unknown] {
  return [answer.status, at(answer.body, "name"), at(answer.body, "message")];
}

/** A field of each item of a list that comes in an envelope. */
export function column(answer: Answer, key: string): unknown[] {
  const data = at(answer.body, "data");
  return Array.isArray(data) ? data.map((item) => at(item, key)) : [];
}
