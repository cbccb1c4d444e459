// @ts-check
import { cargoCount, verdict } from "./count.mjs";
import { run } from "./run.mjs";
import { target } from "./rust.mjs";
import { wasmCargo } from "./wasm.mjs";

/** The runner takes the first driver that it finds named. */
const noDriver = { CHROMEDRIVER: undefined, GECKODRIVER: undefined, SAFARIDRIVER: undefined };

/**
 * The Rust tests of the boundary, in the engine whose driver is named.
 * @param {import("./rust.mjs").WasmRust} rust
 * @param {string} testRunner
 * @param {Record<string, string | undefined>} driver its variable, and where webdriver.json is
 * @param {string[]} [through] a command that runs another
 */
export async function rustInPage(rust, testRunner, driver, through = []) {
  // std as it comes where it is there: built from source it takes half a minute more.
  const std = rust.prebuilt ? [] : ["-Zbuild-std=std,panic_abort,test"];
  const { env } = wasmCargo(rust, "browser", []);
  const args = ["test", "--locked", "--target", target, "--test", "browser", "--no-fail-fast", ...std];
  const [command = rust.cargo, ...rest] = [...through, rust.cargo, ...args];
  const ran = await run(command, rest, {
    limit: 1200,
    env: {
      ...env,
      // Nobody debugs it, and std takes long enough to build.
      CARGO_PROFILE_DEV_DEBUG: "0",
      RUSTC_BOOTSTRAP: rust.prebuilt ? undefined : "1",
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: testRunner,
      ...noDriver,
      ...driver,
    },
  });
  return verdict(ran, cargoCount(ran));
}
