import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { RequestHandler } from "express";
import { livesThrough, loadsAfter } from "../lives";
import { inSection, type Row } from "../row";
import type { Noise, Stage } from "../stage";

const row = inSection("Loading");
const WASM = "/dist/quota_gate.wasm";
const SCRIPT = "/dist/js-core.js";
const WITHOUT = "did without it";

const bytes = () => readFileSync(new URL("../../../dist/quota_gate.wasm", import.meta.url));

const damaged = (): Buffer => {
  const all = bytes();
  all.fill(0xff, 9_000, 9_064);
  return all;
};

/** Its functions are called the same, and do something else. */
const older = (): Buffer => {
  const all = bytes();
  const [tag] = /v[0-9a-f]{6}/.exec(all.toString("latin1")) ?? [];
  assert.ok(tag);
  all.write("v000000", all.lastIndexOf(tag));
  return all;
};

const serves =
  (status: number, type: string, body: () => Buffer | string): RequestHandler =>
  (_, response) => {
    // Express would add a charset.
    response.writeHead(status, { "Content-Type": type }).end(body());
  };

/** What comes in the place of the file, which a gate of the page's own route asks for. */
const comes = (handler: RequestHandler, ...noise: readonly Noise[]): Row<Stage>["run"] => {
  return (stage) => {
    stage.route = "own";
    return livesThrough(stage, {
      code: null,
      decides: "newest",
      begin: () => {
        for (const status of noise) stage.watch.expectFailure(WASM, status);
        stage.site.instead.set(WASM, handler);
      },
      notice: () => stage.open(),
      end: () => stage.site.instead.clear(),
    });
  };
};

const forbid = ({ site }: Stage): void => {
  site.headers = { "Content-Security-Policy": "script-src 'self' 'unsafe-inline'" };
};

/** A policy is its page's for good. */
const allow = async (stage: Stage): Promise<void> => {
  stage.site.headers = {};
  await stage.load();
};

export const loading: readonly Row<Stage>[] = [
  row("the wasm is served as text/html", "loaded it all the same", comes(serves(200, "text/html", bytes))),
  row(
    "a page of HTML in place of the wasm",
    WITHOUT,
    comes(serves(200, "text/html", () => "<!doctype html>")),
  ),
  row(
    "404 in place of the wasm",
    WITHOUT,
    comes(
      serves(404, "text/html", () => ""),
      404,
    ),
  ),
  row(
    "503 in place of the wasm",
    WITHOUT,
    comes(
      serves(503, "text/html", () => ""),
      503,
    ),
  ),
  row(
    "the connection closes before the wasm comes",
    WITHOUT,
    comes((request) => void request.socket.destroy(), "ERR_EMPTY_RESPONSE"),
  ),
  row(
    "the wasm is cut in the middle",
    WITHOUT,
    comes((_, response) => {
      const all = bytes();
      response.writeHead(200, { "Content-Type": "application/wasm", "Content-Length": all.length });
      response.write(all.subarray(0, all.length / 2), () => response.destroy());
    }, "ERR_CONTENT_LENGTH_MISMATCH"),
  ),
  row(
    "half of the wasm, as if it were all",
    WITHOUT,
    comes(serves(200, "application/wasm", () => bytes().subarray(0, 8_000))),
  ),
  row("the wasm is damaged", WITHOUT, comes(serves(200, "application/wasm", damaged))),
  row("the wasm is another version's", WITHOUT, comes(serves(200, "application/wasm", older))),
  row("the page's policy forbids WebAssembly", "went on with the same rules as JavaScript", (stage) =>
    livesThrough(stage, {
      code: null,
      decides: "newest",
      begin: () => forbid(stage),
      notice: () => stage.open(),
      end: () => allow(stage),
    }),
  ),
  row(
    "the page's policy forbids WebAssembly, and the JavaScript in its place is missing",
    "left the controls as they were, and said what the policy needs",
    (stage) =>
      loadsAfter(stage, {
        code: "wasm-blocked",
        begin: () => {
          stage.watch.expectFailure(SCRIPT, 404);
          stage.site.instead.set(SCRIPT, (_, response) => void response.status(404).end());
          forbid(stage);
        },
        end: () => {
          stage.site.instead.clear();
          return allow(stage);
        },
      }),
  ),
  row(
    "a language's file is missing",
    "spoke English, and French when the page was loaded anew",
    async (stage) => {
      const file = "/dist/languages/fr.js";
      const message = () =>
        stage.page.evaluate(() => window.play.gate?.check("createManagedOrg", { count: 99 }).message);
      stage.site.language = "fr";
      await livesThrough(stage, {
        code: null,
        decides: "newest",
        begin: () => {
          stage.watch.expectFailure(file, 404);
          stage.site.instead.set(file, (_, response) => void response.status(404).end());
        },
        also: async () => assert.match(String(await message()), /^This can't be created/),
        end: () => stage.site.instead.clear(),
      });
      await stage.open();
      assert.match(String(await message()), /^La création/);
    },
  ),
];
