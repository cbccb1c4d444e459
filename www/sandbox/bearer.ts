import type { IncomingMessage } from "node:http";

/** The token of the Authorization header, or nothing. */
export function bearer(req: IncomingMessage): string {
  return /^bearer (.+)$/i.exec(req.headers.authorization ?? "")?.[1] ?? "";
}
