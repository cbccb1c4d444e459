/** What loads, and of what a gate is made: checked by `tsc`, never run. */
import {
  createGate,
  type DidomiActions,
  type DidomiResource,
  type Gate,
  type InitSource,
  init,
  type Provider,
  vocdoni,
} from "quota-gate";

declare const module: WebAssembly.Module;
declare const bytes: ArrayBuffer;

await init();
export const sources: InitSource[] = [
  "/quota_gate.wasm",
  new URL("https://app.example/quota_gate.wasm"),
  new Request("/quota_gate.wasm"),
  new Response(),
  fetch("/quota_gate.wasm"),
  bytes,
  new Uint8Array(bytes),
  module,
];
for (const source of sources) await init(source);

// TypeScript knows nothing of a module (its WebAssembly.Module has no members), so that any object is taken for one.
await init(new Blob());
// @ts-expect-error TS2345: left out, or a source
await init(null);
// @ts-expect-error TS2322: it resolves with nothing
export const loaded: WebAssembly.Module = await init();

// @ts-expect-error TS2554: of which platform?
await createGate();
// @ts-expect-error TS2345: a platform's function is called
await createGate(vocdoni);
// @ts-expect-error TS2353: options are not a platform
await createGate({ baseUrl: "/api/quota" });
// @ts-expect-error TS2741: not even with its name
await createGate({ name: "vocdoni", actions: [] });
// @ts-expect-error TS2554: where is it asked?
vocdoni();
// @ts-expect-error TS2339: a promise has to be awaited
createGate(vocdoni({})).can("createManagedOrg");
// @ts-expect-error TS2322: the gate of another platform
export const other: Gate<DidomiActions, DidomiResource> = await createGate(vocdoni({}));
// @ts-expect-error TS2322: what another platform does
export const another: Provider<DidomiActions, DidomiResource> = vocdoni({});

// @ts-expect-error TS2307: its files are not entries
export type { Gate as Deep } from "quota-gate/dist/index.js";
// @ts-expect-error TS2459: kept to the package
export type { AnyGate } from "quota-gate/react";
// @ts-expect-error TS2459: kept to the package
export type { Live } from "quota-gate/svelte";
// @ts-expect-error TS2459: kept to the package
export type { AnyGate as Any } from "quota-gate/vue";
