/** What an example that is only compiled takes for granted: by its name in `<!-- types: name -->`. */
const page = `
import { createGate, type DehydratedState, type Gate, type VocdoniActions, type VocdoniResource, vocdoni } from "quota-gate";
declare const identity: string;
declare const state: DehydratedState;
`;

export const before: Readonly<Record<string, string>> = {
  gate: `
import { createGate, type Gate, isQuotaError, QuotaDenied, vocdoni, type VocdoniActions, type VocdoniResource } from "quota-gate";
declare const gate: Gate<VocdoniActions, VocdoniResource>;
declare function show(text: string): void;
declare function report(what: string, error: unknown): void;
`,
  account: `
import { createGate, vocdoni } from "quota-gate";
declare const account: { id: string };
`,
  react: `
import { createGate, vocdoni } from "quota-gate";
import { createQuotaHooks } from "quota-gate/react";
import { useState } from "react";
const gate = createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));
const { useQuota, useHeadroom, useGate } = createQuotaHooks<typeof gate>();
`,
  "markup-page": `
import { createGate, vocdoni } from "quota-gate";
declare const identity: string;
`,
  "react-page": `${page}
import type { ReactElement } from "react";
import { hydrateRoot } from "react-dom/client";
declare const root: Element;
declare function App(props: { gate: Gate<VocdoniActions, VocdoniResource> }): ReactElement;
`,
  vue: `
declare const App: import("vue").Component;
`,
  "vue-page": `${page}
import { quotaPlugin } from "quota-gate/vue";
import { type Component, createSSRApp } from "vue";
declare const App: Component;
`,
  "svelte-page": `${page}
import { type Component, hydrate } from "svelte";
declare const target: Element;
declare const App: Component<{ gate: Gate<VocdoniActions, VocdoniResource> }>;
`,
  nuxt: `
declare function defineNuxtPlugin(setup: (app: { vueApp: import("vue").App }) => void): unknown;
declare global {
  interface ImportMeta {
    readonly server: boolean;
  }
}
`,
  sveltekit: "",
  playwright: `
import { expect, test } from "@playwright/test";
`,
};

/** What the examples' frameworks declare and this repository doesn't install. */
export const around = `
declare module "$app/environment" {
  export const browser: boolean;
}
interface ImportMeta {
  readonly hot?: { dispose(end: () => void): void };
}
`;
