import bytes from "../../build/proxy/proxy.wasm";
import start, * as core from "../../build/proxy/quota_gate.js";

/** The core's functions, with what only a back end needs. */
export type ProxyCore = Omit<typeof core, "default" | "initSync">;

/** Gets the core. */
export type LoadCore = () => Promise<ProxyCore>;

let loading: Promise<ProxyCore> | undefined;

const compiled = async (): Promise<ProxyCore> => {
  try {
    await start({ module_or_path: bytes });
    return core;
  } catch {
    // Runtimes at an edge compile nothing.
    return (await import("./proxy-core.js")).default;
  }
};

/** Once, for the first visitor. */
export const load: LoadCore = () => {
  loading ??= compiled();
  return loading;
};
