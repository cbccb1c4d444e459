import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import express, { Router } from "express";
import { policyWith } from "./headers";
import { pageOf } from "./page";
import { sourceView } from "./source";

export interface Wiring {
  /** Its address, its folder and its script. */
  readonly name: string;
  readonly title: string;
  readonly lead: string;
  /** What is shown of it, the application itself first. */
  readonly files: readonly string[];
  /** Policies for Trusted Types that its framework makes. */
  readonly trustedTypes?: string;
}

const SHARED = ["shared/votes.ts", "shared/left.ts", "shared/gate.ts"];

const WIRINGS: readonly Wiring[] = [
  {
    name: "html",
    title: "HTML",
    lead: "Attributes say what each button does. One call binds them all.",
    files: ["html/app.html", "html/main.ts", ...SHARED],
  },
  {
    name: "elements",
    title: "Elements",
    lead: "Custom elements around the buttons, for pages of any framework or none.",
    files: ["elements/app.html", "elements/main.ts", ...SHARED],
  },
  {
    name: "react",
    title: "React",
    lead: "A hook for each button, and what it returns goes onto the button.",
    files: ["react/App.tsx", "react/main.tsx", ...SHARED],
  },
  {
    name: "vue",
    title: "Vue",
    lead: "A composable for each button, with refs as parameters.",
    files: ["vue/App.vue", "vue/main.ts", ...SHARED],
    trustedTypes: "vue",
  },
  {
    name: "svelte",
    title: "Svelte",
    lead: "A reactive answer for each button, spread onto it.",
    files: ["svelte/App.svelte", "svelte/main.ts", ...SHARED],
    trustedTypes: "svelte-trusted-html",
  },
];

/** The same page with an older React, for the tests. */
const HIDDEN = ["react-18"];

/** A page for each way of wiring: the application as it runs, and its source beside it. */
export function wirings(site: string, folder: string, built: string): Router {
  const router = Router();
  for (const wiring of WIRINGS) {
    const { name, trustedTypes } = wiring;
    for (const address of [name, ...HIDDEN.filter((hidden) => hidden.startsWith(`${name}-`))]) {
      router.get(`/wiring/${address}`, (_req, res) => {
        if (trustedTypes !== undefined) res.set("Content-Security-Policy", policyWith(trustedTypes));
        res.type("html").send(pageFor(site, folder, wiring, address));
      });
    }
  }
  router.use("/wirings", express.static(built, { cacheControl: false, etag: false, lastModified: false }));
  return router;
}

function pageFor(site: string, folder: string, { name, title, lead, files }: Wiring, script: string): string {
  const read = (file: string) => readFileSync(resolve(folder, file), "utf8");
  const markup = files.find((file) => file.endsWith(".html"));
  const links = WIRINGS.map((each) => {
    const current = each.name === name ? ' aria-current="page"' : "";
    return `<a href="/wiring/${each.name}"${current}>${each.title}</a>`;
  });
  const parts: Readonly<Record<string, string>> = {
    script,
    title,
    lead,
    links: links.join("\n        "),
    app: markup === undefined ? "" : read(markup),
    sources: files.map((file) => sourceView(file, read(file))).join("\n"),
  };
  const page = pageOf(site, { path: `/wiring/${name}`, file: "wiring.html", platform: "/wiring/html" });
  return page.replace(/<!-- wiring ([a-z]+) -->/g, (_, part) => parts[part] ?? "");
}
