import type { IncomingMessage } from "node:http";
import { ApiError } from "./errors";

/** The whole body, or 413 where it exceeds its cap (helpers.go:98); the rest is read all the same. */
export async function readBody(req: IncomingMessage, limit: number | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (limit === undefined || size <= limit) chunks.push(chunk);
  }
  if (limit !== undefined && size > limit) {
    throw new ApiError("bodyTooLarge", `the limit is ${limit} bytes`);
  }
  return Buffer.concat(chunks);
}
