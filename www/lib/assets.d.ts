/** Bytes where the build embeds them (inline.ts), a module where it leaves the import alone (workerd.ts). */
declare module "*.wasm" {
  const wasm: Uint8Array<ArrayBuffer> | WebAssembly.Module;
  export default wasm;
}

/** Cloudflare's own, in workerd. */
declare module "cloudflare:workers";
