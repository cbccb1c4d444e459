/** Every entry is what the hand-kept types say: checked by `tsc`, never run. */
import type * as declared from "quota-gate";
import type * as elements from "quota-gate/elements";
import type * as proxy from "quota-gate/proxy";
import type * as react from "quota-gate/react";
import type * as svelte from "quota-gate/svelte";
import type * as testing from "quota-gate/testing";
import type * as vue from "quota-gate/vue";
import type { Readable } from "svelte/store";
import * as builtElements from "../../www/lib/elements.js";
import * as asset from "../../www/lib/index.js";
import * as inline from "../../www/lib/inline.js";
import * as builtProxy from "../../www/lib/proxy.js";
import * as builtWorker from "../../www/lib/proxy-workerd.js";
import * as builtReact from "../../www/lib/react.js";
import * as builtSvelte from "../../www/lib/svelte.js";
import * as builtTesting from "../../www/lib/testing.js";
import * as builtVue from "../../www/lib/vue.js";

/** Errors are made by the package only: their constructors are its own. */
type Entry = Omit<typeof declared, "QuotaError" | "QuotaDenied">;
export const entries: readonly Entry[] = [asset, inline];
export const error: declared.QuotaError = new asset.QuotaError("network", "…");
declare const decision: declared.Decision;
export const denied: declared.QuotaDenied = new asset.QuotaDenied(decision);

export const ofElements: typeof elements = builtElements;
export const ofProxy: readonly (typeof proxy)[] = [builtProxy, builtWorker];
export const ofReact: typeof react = builtReact;
export const ofTesting: typeof testing = builtTesting;

/** What createQuota returns depends on a type only. */
export const ofVue: Omit<typeof vue, "createQuota"> = builtVue;
// biome-ignore lint/suspicious/noExplicitAny: of whatever gate
export const created: vue.QuotaOf<any, any> = builtVue.createQuota();

/** Svelte's entry has what the types say, and returns that of whatever gate. */
export const ofSvelte: Names<typeof svelte> = builtSvelte;
declare const gate: Parameters<typeof builtSvelte.quota>[0];
export const returned: [
  Readable<declared.Decision>,
  Readable<declared.Headroom>,
  svelte.Quota,
  { readonly current: declared.Headroom },
  ReturnType<typeof svelte.gated>,
] = [
  builtSvelte.quota(gate, "create", { count: 1 }),
  builtSvelte.headroom(gate, "votes", "scope"),
  builtSvelte.useQuota(gate, "create", () => ({ count: 1 }), { id: "why" }),
  builtSvelte.useHeadroom(gate, "votes", () => "scope"),
  builtSvelte.gated(document.body, { gate, action: "create", params: { count: 1 } }),
];
type Names<T> = { readonly [K in keyof T]: unknown };
