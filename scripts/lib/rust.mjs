// @ts-check
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { aptInstall } from "./apt.mjs";
import { allExist, which } from "./paths.mjs";
import { read, run } from "./run.mjs";
import { note, ok, Stop } from "./say.mjs";

/**
 * A Rust that compiles for the browser.
 * @typedef {object} WasmRust
 * @property {"rustup" | "debian"} kind
 * @property {string} cargo
 * @property {string} name
 * @property {boolean} source std's source is there, so that std can be built small
 * @property {boolean} prebuilt std for wasm is there as it comes
 * @property {Record<string, string | undefined>} env
 */

export const target = "wasm32-unknown-unknown";
const debian = { cargo: "/usr/bin/cargo", rustc: "/usr/bin/rustc" };
/** `panic = "immediate-abort"` is in rustc since 1.92. */
const tunable = 92;

/** The Rust of this machine, for the native tests and for compiling tools. */
export async function nativeRust() {
  const home = join(process.env["CARGO_HOME"] ?? join(homedir(), ".cargo"), "bin");
  // Not in PATH of a shell that was open while rustup was installed, where Debian's would then be taken for it.
  if ([null, debian.cargo].includes(which("cargo")) && existsSync(join(home, "cargo"))) {
    process.env["PATH"] = `${home}${delimiter}${process.env["PATH"]}`;
  }
  const version = read("cargo", "--version");
  if (!version || !read("rustc", "--version")) {
    throw new Stop(
      "Rust is missing: cargo and rustc don't run here. Install rustup (rustup.rs) and its stable toolchain: `rustup default stable`.",
    );
  }
  if (!which("cc")) await aptInstall(["gcc", "libc6-dev"], "a C compiler, which Rust links with,");
  ok(version);
}

/** @param {string} rustc */
function inspect(rustc) {
  const version = read(rustc, "-vV");
  const sysroot = read(rustc, "--print", "sysroot");
  if (!version || !sysroot) return null;
  const minor = Number(/^release: 1\.(\d+)/m.exec(version)?.[1] ?? 0);
  const host = /^host: (.*)$/m.exec(version)?.[1] ?? "";
  const lib = join(sysroot, "lib/rustlib");
  return {
    name: version.split("\n")[0] ?? "",
    source: minor >= tunable && allExist(join(lib, "src/rust/library/Cargo.lock")),
    prebuilt: allExist(join(lib, target, "lib")),
    linker: join(lib, host, "bin/rust-lld"),
  };
}

/** @returns {WasmRust | null} */
function detectRustup() {
  const found = inspect("rustc");
  if (!found?.source && !found?.prebuilt) return null;
  const { name, source, prebuilt } = found;
  return { kind: "rustup", cargo: "cargo", name, source, prebuilt, env: linker(found.linker) };
}

/** @returns {WasmRust | null} */
function detectDebian() {
  if (!allExist(debian.cargo, debian.rustc)) return null;
  const found = inspect(debian.rustc);
  if (!found?.source) return null;
  const { name, source, prebuilt } = found;
  const env = { RUSTC: debian.rustc, ...linker(found.linker, inspect("rustc")?.linker) };
  return { kind: "debian", cargo: debian.cargo, name: `${name} (Debian's)`, source, prebuilt, env };
}

/**
 * Which compiler it is, by its release and its commit.
 * @param {WasmRust} rust
 */
export function compiler({ env }) {
  const said = read(env["RUSTC"] ?? "rustc", "-vV") ?? "";
  const [, release] = /^release: (.*)$/m.exec(said) ?? [];
  const [, commit] = /^commit-hash: (.*)$/m.exec(said) ?? [];
  if (!release || !commit) throw new Stop("rustc doesn't say which one it is.");
  return { release, commit };
}

/**
 * rustc finds the linker of its own toolchain; Debian's has none.
 * @param {string} own
 * @param {string} [other]
 * @returns {Record<string, string>}
 */
function linker(own, other) {
  if (existsSync(own)) return {};
  const file = other && existsSync(other) ? other : (which("rust-lld") ?? which("wasm-ld"));
  return file ? { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: file } : {};
}

/** What rustup still has to add, each on its own: either of the two is enough to go on. */
async function addByRustup() {
  if (!which("rustup")) {
    note("no rustup here to add the wasm target and std's source");
    return;
  }
  const have = inspect("rustc");
  /** @type {[boolean | undefined, string[]][]} */
  const wants = [
    [have?.prebuilt, ["target", "add", target]],
    [have?.source, ["component", "add", "rust-src"]],
  ];
  for (const [present, args] of wants) {
    if (present) continue;
    const ran = await run("rustup", args, { limit: 240 });
    if (ran.code !== 0) {
      note(`rustup ${args.join(" ")} ${ran.ending}. No network, or no way to rustup's servers from here?`);
      return;
    }
  }
}

async function addByApt() {
  await aptInstall(["rustc-web", "cargo-web", "rust-web-src"], "Debian's Rust with std's source");
  const found = detectDebian();
  if (!found) throw new Stop(`Debian's Rust here is older than 1.${tunable}, or came without std's source.`);
  if (!found.env["CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER"]) {
    await aptInstall(["lld"], "a linker for WebAssembly");
  }
  return detectDebian();
}

/**
 * The Rust for the browser, installed where it is missing. QUOTA_GATE_RUST=rustup or =debian asks for one.
 * @returns {Promise<WasmRust>}
 */
export async function wasmRust() {
  const asked = process.env["QUOTA_GATE_RUST"] || undefined;
  if (asked && asked !== "rustup" && asked !== "debian") {
    throw new Stop(`QUOTA_GATE_RUST is "${asked}"; it can be rustup or debian.`);
  }
  const found = (await byRustup(asked)) ?? (await byDebian(asked));
  if (!found) {
    throw new Stop(
      `No Rust that compiles for the browser. With a network: \`rustup target add ${target}\` and \`rustup component add rust-src\`.`,
    );
  }
  const how = found.source
    ? "std built small from its source"
    : "std as it comes: the module gets larger; `rustup component add rust-src` would make it small";
  ok(`${target}: ${found.name}, ${how}`);
  return found;
}

/** @param {string | undefined} asked */
async function byRustup(asked) {
  if (asked === "debian") return null;
  const found = detectRustup();
  if (found?.source && found.prebuilt) return found;
  // Debian's, once installed, is a whole set: no use asking rustup's servers again at every start.
  if (!asked && detectDebian()) return null;
  await addByRustup();
  const now = detectRustup();
  if (now?.source || asked) return now;
  if (!now) return null;
  note("trying Debian's packages for std's source");
  return (await byDebian(undefined).catch((error) => note(error.message))) ?? now;
}

/** @param {string | undefined} asked */
async function byDebian(asked) {
  return asked === "rustup" ? null : (detectDebian() ?? (await addByApt()));
}
