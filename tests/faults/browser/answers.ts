import assert from "node:assert/strict";
import { startSandbox } from "../../../www/sandbox/index";
import { inSection, type Row } from "../row";
import { ROUTE, type Stage } from "../stage";
import { meets } from "./meets";

const row = inSection("The answer");
const KEPT = "kept the last good answer, and did not retry";
const body = (text: string, status = 200) =>
  ({ kind: "status", status, body: text, contentType: "application/json" }) as const;

export const answers: readonly Row<Stage>[] = [
  row(
    "a page of HTML in place of JSON",
    KEPT,
    meets({ fault: { kind: "html" }, code: "bad-response", asks: 1 }),
  ),
  row(
    "200 with the platform's words for an error",
    KEPT,
    meets({ fault: body('{"error":"internal server error","code":50002}'), code: "bad-response", asks: 1 }),
  ),
  row("200 without a body", KEPT, meets({ fault: body(""), code: "bad-response", asks: 1 })),
  row("204", KEPT, meets({ fault: body("", 204), code: "bad-response", asks: 1 })),
  row(
    "a body that is longer than announced",
    KEPT,
    meets({ fault: { kind: "length", by: -100 }, code: "bad-response", asks: 1 }),
  ),
  row(
    "a gzip stream cut in a body that is complete",
    KEPT,
    meets({ fault: { kind: "gzip", as: "half" }, code: "bad-response", asks: 1 }),
  ),
  row(
    "gzip announced, and a plain body",
    "retried twice, and kept the last good answer",
    meets({
      fault: { kind: "gzip", as: "plain" },
      noise: "ERR_CONTENT_DECODING_FAILED",
      code: "network",
      asks: 3,
    }),
  ),
  row(
    "a body that never ends",
    "stopped reading after a million characters, and kept the last good answer",
    meets({ fault: { kind: "endless" }, code: "bad-response", asks: 1 }),
  ),
  row("UTF-16", KEPT, meets({ fault: { kind: "charset", as: "utf-16" }, code: "bad-response", asks: 1 })),
  row(
    "UTF-8 with a byte order mark",
    "read it all the same",
    meets({ fault: { kind: "charset", as: "utf-8-bom" }, code: null, decides: "newest", asks: 1 }),
  ),
  row(
    "a redirect to another origin",
    "did not follow it, so that the token went nowhere, and kept the last good answer",
    async (stage) => {
      const elsewhere = await startSandbox();
      try {
        await meets({
          fault: { kind: "redirect", to: elsewhere.url + ROUTE },
          code: "bad-response",
          asks: 1,
        })(stage);
        assert.deepEqual(elsewhere.requests(), []);
      } finally {
        await elsewhere.close();
      }
    },
  ),
  row(
    "a redirect to itself",
    "asked once, and kept the last good answer",
    meets({ fault: { kind: "redirect", to: ROUTE }, code: "bad-response", asks: 1 }),
  ),
];
