// @ts-check
import { mkdirSync, writeFileSync } from "node:fs";
import { bundle, interfaces } from "./lib/bundle.mjs";
import { packFirst } from "./lib/first.mjs";
import { alone } from "./lib/lock.mjs";
import { at } from "./lib/paths.mjs";
import { main } from "./lib/run.mjs";
import { heading, ok, took } from "./lib/say.mjs";
import { printSizes } from "./lib/sizes.mjs";
import { bind, compile, optimise } from "./lib/wasm.mjs";
import { translate } from "./lib/wasm2js.mjs";
import { wirings } from "./lib/wirings.mjs";
import { setup } from "./setup.mjs";

/** dist/, as npm publishes it, and what the demo builds on it. */
export const build = () =>
  alone(async () => {
    const tools = await setup();
    const started = performance.now();
    heading("Build");
    mkdirSync(at("dist"), { recursive: true });
    const compiled = await compile(tools.rust, "whole");
    await bind(compiled, tools.wasmBindgen, "whole");
    await optimise("whole");
    await translate(compiled, tools.wasmBindgen, "js");
    const forProxy = await compile(tools.rust, "proxy");
    await bind(forProxy, tools.wasmBindgen, "proxy");
    await optimise("proxy");
    await translate(forProxy, tools.wasmBindgen, "proxy-js");
    await bind(await compile(tools.rust, "first"), tools.wasmBindgen, "first");
    await packFirst();
    await bundle();
    await wirings();
    // Tests of size hold what was built small to the budget, and nothing else.
    writeFileSync(at("build/rust.json"), JSON.stringify({ name: tools.rust.name, small: tools.rust.source }));
    ok(`build is complete (${took(started)})`);
    const entries = ["index", "inline", "js", "js-core", ...interfaces, "proxy-core"].map(
      (name) => `dist/${name}.js`,
    );
    printSizes(["dist/quota_gate.wasm", ...entries]);
    return tools;
  });

await main(import.meta.filename, build);
