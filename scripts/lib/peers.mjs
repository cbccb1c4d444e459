// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { pack } from "./packing.mjs";
import { at } from "./paths.mjs";
import { must } from "./run.mjs";
import { ok } from "./say.mjs";
import { total, weigh } from "./weight.mjs";

/**
 * What users would pick instead.
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} does of what a gate does
 * @property {string} app tests/peers/apps/<app>.js: what such a page needs at least
 * @property {string[]} of its packages
 *
 * @typedef {import("./weight.mjs").Weight & { name: string, does: string, of: Record<string, string> }} Weighed
 */

/** @type {Peer[]} */
const peers = [
  { name: "OpenMeter portal", does: "asks for usage", app: "openmeter", of: ["@openmeter/sdk"] },
  { name: "SWR", does: "keeps an answer", app: "swr", of: ["swr"] },
  { name: "CASL", does: "checks permissions", app: "casl", of: ["@casl/ability"] },
  { name: "CASL and SWR", does: "both, wired by hand", app: "casl-swr", of: ["@casl/ability", "swr"] },
  { name: "TanStack Query", does: "keeps an answer", app: "tanstack-query", of: ["@tanstack/query-core"] },
  {
    name: "CASL and TanStack Query",
    does: "both, wired by hand",
    app: "casl-tanstack-query",
    of: ["@casl/ability", "@tanstack/query-core"],
  },
  { name: "OpenFeature", does: "flags, from memory", app: "openfeature", of: ["@openfeature/web-sdk"] },
  { name: "Unleash", does: "flags", app: "unleash", of: ["unleash-proxy-client"] },
  { name: "Flagsmith", does: "flags", app: "flagsmith", of: ["flagsmith"] },
  { name: "Permit", does: "permissions of your back end", app: "permit", of: ["permit-fe-sdk"] },
  { name: "Autumn (React)", does: "entitlements with limits", app: "autumn", of: ["autumn-js"] },
  { name: "GrowthBook", does: "flags", app: "growthbook", of: ["@growthbook/growthbook"] },
  {
    name: "Schematic",
    does: "entitlements with limits",
    app: "schematic",
    of: ["@schematichq/schematic-js"],
  },
  { name: "LaunchDarkly", does: "flags", app: "launchdarkly", of: ["launchdarkly-js-client-sdk"] },
  { name: "Stigg", does: "entitlements with limits", app: "stigg", of: ["@stigg/js-client-sdk"] },
];

const folder = "tests/peers";

/** Whether what is installed is what the lock file says: npm writes its own last. */
function upToDate() {
  const installed = at(folder, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const packages = (/** @type {string} */ file) => {
    const { "": _, ...rest } = JSON.parse(readFileSync(file, "utf8")).packages;
    return Object.entries(rest).map(([path, { integrity }]) => `${path} ${integrity}`);
  };
  return `${packages(installed)}` === `${packages(at(folder, "package-lock.json"))}`;
}

/** They are measured and compared with, and nothing else needs them: a package of its own, installed only for that. */
export async function installPeers() {
  if (!upToDate()) {
    // What they would do when installed is nothing that is measured.
    const args = [
      "ci",
      "--prefix",
      at(folder),
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ];
    await must("Installing the peers", "npm", args, { limit: 300 });
  }
  ok("the peers are those of tests/peers/package-lock.json");
}

/** @param {string} name @returns {string} */
const version = (name) =>
  JSON.parse(readFileSync(at(folder, "node_modules", name, "package.json"), "utf8")).version;

/** The installed ones. @returns {Promise<Weighed[]>} */
export const weighPeers = () =>
  Promise.all(
    peers.map(async ({ name, does, app, of }) => {
      const { initial } = await pack({
        app: at(folder, "apps", `${app}.js`),
        external: ["react", "react-dom"],
      });
      return {
        name,
        does,
        of: Object.fromEntries(of.map((each) => [each, version(each)])),
        ...total(initial.map(({ contents }) => weigh(contents))),
      };
    }),
  );
