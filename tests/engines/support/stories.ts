import { version as vite } from "vite";
import { type App, type AppOptions, serveApp } from "../../e2e/support/app";
import { entries, folder, read } from "./entries";
import { serveModules } from "./without-bundler";

/** A page, and how it comes to be. */
export interface Story {
  readonly name: string;
  readonly how: string;
  /** What stands in the page before its script. */
  readonly markup: string;
  readonly serve: (options: AppOptions) => Promise<App>;
}

/** For whoever binds. */
export const bound = read(`${folder}/bound.html`);

const others: Readonly<Record<string, string>> = {
  "quota-gate/elements": read(`${folder}/elements.html`),
  "quota-gate/react": "",
  "quota-gate/vue": "",
  "quota-gate/svelte": "",
};

export const stories: readonly Story[] = [
  ...entries.flatMap(({ name, script }) => {
    if (!script) return [];
    const serve = (options: AppOptions) => serveApp(script, { ...options, folder });
    return [{ name, how: `Vite ${vite}, a page for each`, markup: others[name] ?? bound, serve }];
  }),
  { name: "dist/index.js", how: "no bundler", markup: bound, serve: serveModules },
];
