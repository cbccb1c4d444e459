import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** Throws the optimised caller away while it waits for the core, as V8 does when an object it has seen changes its shape. */
const SCRIPT = `
import { readFileSync } from "node:fs";
import * as core from "./build/wasm/quota_gate.js";
core.initSync({ module: readFileSync("dist/whole.wasm") });
const handle = core.open({ platform: "vocdoni" }, true, 0.8, 60000, 3600000, 3000, false, new Uint32Array(), 0);
const body = { enabled: true, limits: { maxManagedOrgs: 5 }, usage: { managedOrgs: 1 } };
core.answer(handle, core.ask(handle, 0), 0, 200, body, 0, new Float64Array(), 0);
const calls = {
  check: () => core.check(handle, 0, new Float64Array(), 1),
  check_all: () => core.check_all(handle, new Float64Array([0, 0]), 1),
  overview: () => core.overview(handle, 1).headroom.managedOrgs,
};
const call = calls[process.argv[1]];
const field = process.argv[1] === "overview" ? "level" : "wouldDeny";
let armed = false;
Object.defineProperty(Object.prototype, field, { configurable: true, set(value) {
  if (armed) %DeoptimizeFunction(call);
  Object.defineProperty(this, field, { value, writable: true, enumerable: true, configurable: true });
} });
%PrepareFunctionForOptimization(call);
for (let i = 0; i < 20000; i++) call();
%OptimizeFunctionOnNextCall(call);
call();
armed = true;
console.log(call()[field]);
`;

test.each([
  ["check", "false"],
  ["check_all", "false"],
  ["overview", "ok"],
])("V8 may drop what calls %s while it runs", async (call, answer) => {
  const node = ["--allow-natives-syntax", "--input-type=module", "-e", SCRIPT, call];
  const { stdout } = await run(process.execPath, node);
  expect(stdout.trim()).toBe(answer);
});
