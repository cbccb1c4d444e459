// @ts-check
import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { at } from "./paths.mjs";
import { installInto } from "./proof/installed.mjs";
import { programsOf } from "./proof/programs.mjs";
import { pack } from "./proof/tarball.mjs";
import { note, took } from "./say.mjs";

/** Seconds for all of it, with nothing cached. */
const LIMIT = 240;

const folder = at("build/runtimes");

/** Next runs a route's file when it builds, which is to need nothing of the platform. */
const AT_BUILD = {
  VOCDONI_URL: "https://vocdoni.example",
  VOCDONI_KEY: "not-a-key",
  DIDOMI_URL: "https://didomi.example/v1",
  DIDOMI_TOKEN: "not-a-token",
  DIDOMI_ORGANIZATION: "none",
};

/** An application for each, with the packed tarball installed, and built where that is how it is used. */
export async function prepareRuntimes() {
  const since = performance.now();
  const until = AbortSignal.timeout(LIMIT * 1000);
  rmSync(folder, { recursive: true, force: true });
  cpSync(at("tests/runtimes/apps"), folder, { recursive: true });
  for (const app of readdirSync(folder, { withFileTypes: true })) {
    if (app.isDirectory()) cpSync(join(folder, "quota.js"), join(folder, app.name, "quota.js"));
  }
  await installInto(folder, pack(), until);
  note(`installed (${took(since)})`);

  const { use } = programsOf(folder, AT_BUILD, until);
  const bundle = ["deploy", "--dry-run", "--cwd", "workerd", "--outdir", "dist"];
  await Promise.all([use("wrangler", ...bundle), use("next", "build", "next")]);
  note(`built (${took(since)})`);
}
