import { tag } from "../../build/first/tag.js";
import start, * as exports from "../../build/wasm/quota_gate.js";
import { QuotaError } from "./error.js";
import type { InitSource } from "./types.js";
import { withoutWasm } from "./without-wasm.js";

/** The compiled core's functions. */
export type Wasm = Omit<typeof exports, "default" | "initSync">;

/** Gets the core, from where it's said to be. */
export type Load = (source?: InitSource) => Promise<Wasm>;

const failed = (
  code: "network" | "not-found" | "bad-response" | "wasm-blocked",
  message: string,
  status?: number,
) => new QuotaError(code, message, { status: status ?? null, retryable: code === "network" });

const request = async (source: string | URL | Request): Promise<Response> => {
  try {
    return await fetch(source);
  } catch {
    throw failed("network", "quota_gate.wasm could not be fetched");
  }
};

const download = async (response: Response): Promise<ArrayBuffer> => {
  // What a fetch answers that didn't get there.
  if (response.type === "error") throw failed("network", "quota_gate.wasm could not be fetched");
  if (!response.ok) {
    const code = response.status === 404 ? "not-found" : "network";
    throw failed(code, `quota_gate.wasm could not be fetched: status ${response.status}`, response.status);
  }
  try {
    return await response.arrayBuffer();
  } catch {
    throw failed("network", "quota_gate.wasm was cut off on its way");
  }
};

/** Bundlers and servers answer unknown addresses with a page of HTML: "\0asm" tells wasm from that, whatever the MIME type says. */
const isWasm = (bytes: BufferSource): boolean => {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength))
    : new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  return view.join() === "0,97,115,109";
};

const fetched = async (
  source: Exclude<InitSource, Promise<Response>>,
): Promise<BufferSource | WebAssembly.Module> => {
  if (typeof source === "string" || source instanceof URL) return download(await request(source));
  if (typeof Request === "function" && source instanceof Request) return download(await request(source));
  if (typeof Response === "function" && source instanceof Response) return download(source);
  return source as BufferSource | WebAssembly.Module;
};

/** Chromium, Firefox and WebKit name the policy; workerd says that code generation is disallowed. */
const refused = (reason: string): QuotaError =>
  /CSP|content security policy|unsafe-eval|disallowed/i.test(reason)
    ? failed(
        "wasm-blocked",
        "the page's Content-Security-Policy keeps WebAssembly from compiling: script-src needs 'wasm-unsafe-eval'",
      )
    : failed("bad-response", "quota_gate.wasm is damaged, or of another version than its JavaScript");

const compile = async (source: InitSource, usual: () => InitSource): Promise<Wasm> => {
  if (typeof WebAssembly === "undefined") {
    throw failed("wasm-blocked", "this browser has no WebAssembly, or has it switched off");
  }
  const module = await fetched(await source);
  if (!(module instanceof WebAssembly.Module) && !isWasm(module)) {
    throw failed(
      "bad-response",
      "what came is not WebAssembly; serve quota_gate.wasm as a file, or pass its address to init()",
    );
  }
  try {
    const compiled = module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module);
    // The first decision's, which the default entry takes: here is more, and it is at hand.
    if (namesOf(compiled).has(tag)) return compile(usual(), usual);
    if (!isWhole(compiled)) throw new Error("another version");
    await start({ module_or_path: compiled });
  } catch (error) {
    throw refused(String(error));
  }
  return exports;
};

const namesOf = (module: WebAssembly.Module): ReadonlySet<string> =>
  new Set(WebAssembly.Module.exports(module).map(({ name }) => name));

/** Of another version something is missing; the glue would find out too late, and keep it. */
const isWhole = (module: WebAssembly.Module): boolean => {
  const names = namesOf(module);
  return Object.keys(exports).every((name) => name === "default" || name === "initSync" || names.has(name));
};

/** Loads once, whoever asks; a load that failed can be tried again. The default source is asked for only when no other is given. */
export const loader = (defaultSource: () => InitSource): Load => {
  let loading: Promise<Wasm> | undefined;
  return (source) => {
    loading ??= compile(source ?? defaultSource(), defaultSource)
      .catch(withoutWasm)
      .catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
    return loading;
  };
};
