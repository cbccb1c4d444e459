import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { RequestHandler } from "express";
import { livesThrough, loadsAfter } from "../lives";
import { inSection, type Row } from "../row";
import type { Noise, Stage } from "../stage";

const row = inSection("Loading");
const WASM = "/dist/quota_gate.wasm";
const NEXT = "left the controls as they were, said why, and loaded at the next try";

const bytes = () => readFileSync(new URL("../../../dist/quota_gate.wasm", import.meta.url));

const damaged = (): Buffer => {
  const all = bytes();
  all.fill(0xff, 30_000, 30_064);
  return all;
};

/** It lacks a function that this version calls, and has another. */
const older = (): Buffer => {
  const all = bytes();
  const name = all.lastIndexOf("is_shut_out");
  assert.ok(name > 0);
  all.write("is_shut_off", name);
  return all;
};

const serves =
  (status: number, type: string, body: () => Buffer | string): RequestHandler =>
  (_, response) => {
    // Express would add a charset.
    response.writeHead(status, { "Content-Type": type }).end(body());
  };

/** What comes in the place of the file. */
const comes = (handler: RequestHandler, code: string, ...noise: readonly Noise[]): Row<Stage>["run"] => {
  return (stage) =>
    loadsAfter(stage, {
      code,
      begin: () => {
        for (const status of noise) stage.watch.expectFailure(WASM, status);
        stage.site.instead.set(WASM, handler);
      },
      end: () => stage.site.instead.clear(),
    });
};

export const loading: readonly Row<Stage>[] = [
  row("the wasm is served as text/html", "loaded it all the same", (stage) =>
    livesThrough(stage, {
      code: null,
      decides: "newest",
      begin: () => stage.site.instead.set(WASM, serves(200, "text/html", bytes)),
      end: () => stage.site.instead.clear(),
    }),
  ),
  row(
    "a page of HTML in place of the wasm",
    NEXT,
    comes(
      serves(200, "text/html", () => "<!doctype html>"),
      "bad-response",
    ),
  ),
  row(
    "404 in place of the wasm",
    NEXT,
    comes(
      serves(404, "text/html", () => ""),
      "not-found",
      404,
    ),
  ),
  row(
    "503 in place of the wasm",
    NEXT,
    comes(
      serves(503, "text/html", () => ""),
      "network",
      503,
    ),
  ),
  row(
    "the connection closes before the wasm comes",
    NEXT,
    comes((request) => void request.socket.destroy(), "network", "ERR_EMPTY_RESPONSE"),
  ),
  row(
    "the wasm is cut in the middle",
    NEXT,
    comes(
      (_, response) => {
        const all = bytes();
        response.writeHead(200, { "Content-Type": "application/wasm", "Content-Length": all.length });
        response.write(all.subarray(0, all.length / 2), () => response.destroy());
      },
      "network",
      "ERR_CONTENT_LENGTH_MISMATCH",
    ),
  ),
  row(
    "half of the wasm, as if it were all",
    NEXT,
    comes(
      serves(200, "application/wasm", () => bytes().subarray(0, 30_000)),
      "bad-response",
    ),
  ),
  row("the wasm is damaged", NEXT, comes(serves(200, "application/wasm", damaged), "bad-response")),
  row("the wasm is another version's", NEXT, comes(serves(200, "application/wasm", older), "bad-response")),
  row(
    "the page's policy forbids WebAssembly",
    "left the controls as they were, and said what the policy needs",
    (stage) => {
      stage.watch.expectSentence(/Content Security Policy/);
      return loadsAfter(stage, {
        code: "wasm-blocked",
        begin: () => {
          stage.site.headers = { "Content-Security-Policy": "script-src 'self' 'unsafe-inline'" };
        },
        // A policy is its page's for good.
        end: async () => {
          stage.site.headers = {};
          await stage.load();
        },
      });
    },
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
