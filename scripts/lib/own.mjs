// @ts-check
import { readFileSync } from "node:fs";
import { pack } from "./packing.mjs";
import { at, root } from "./paths.mjs";
import { total, weigh } from "./weight.mjs";

/**
 * One of ours.
 * @typedef {import("./weight.mjs").Weight & { name: string, part: Part }} Own
 * @typedef {"first" | "of" | "later" | "instead" | "beside"} Part
 *   first: before the first decision; of: of that; later: on demand; instead: of the default entry; beside: on top of it
 */

/** All that a page needs to close a button. @param {string} entry */
export const smallest = (entry) => ({
  contents: `import { createGate, vocdoni } from "${entry}";
const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));
gate.bind();`,
  from: root,
});

/** The entries that bring a gate along. */
const whole = ["quota-gate", "quota-gate/inline", "quota-gate/js"];

/** @returns {string[]} those of the entries that package.json has */
export const gates = () => entries().filter((name) => whole.includes(name));

/** All that package.json publishes as JavaScript. @returns {string[]} */
function entries() {
  return Object.keys(published())
    .map((name) => name.replace(".", "quota-gate"))
    .filter((name) => !/\.\w+$/.test(name));
}

/** @typedef {string | { default: Target }} Target */

/** @returns {Record<string, Target>} */
const published = () => JSON.parse(readFileSync(at("package.json"), "utf8")).exports;

/** @param {Target | undefined} target @returns {string} */
const file = (target) => (typeof target === "object" ? file(target.default) : (target ?? ""));

/** @returns {Promise<Own[]>} */
export async function own() {
  const rows = [];
  for (const name of entries())
    rows.push(...(whole.includes(name) ? await gate(name) : [await beside(name)]));
  return rows;
}

/** @param {string} name @returns {Promise<Own[]>} */
async function gate(name) {
  const { initial, later } = await pack({ app: smallest(name) });
  const weights = initial.map(({ file, contents }) => ({ file, ...weigh(contents) }));
  if (name !== "quota-gate") return [{ name, part: "instead", ...total(weights) }];
  const isWasm = (/** @type {{ file: string }} */ { file }) => file.endsWith(".wasm");
  return [
    { name, part: "first", ...total(weights) },
    { name: "JavaScript", part: "of", ...total(weights.filter((each) => !isWasm(each))) },
    { name: "WebAssembly", part: "of", ...total(weights.filter(isWasm)) },
    ...later.map(({ name, contents }) => ({
      name,
      part: /** @type {const} */ ("later"),
      ...weigh(contents),
    })),
  ];
}

/** The frameworks are the application's own, and the gate is counted already. @param {string} name @returns {Promise<Own>} */
async function beside(name) {
  const app = at(file(published()[name.replace("quota-gate", ".")]));
  const { initial, later } = await pack({
    app,
    external: ["react", "react-dom", "vue", "svelte", "quota-gate"],
  });
  const weights = [...initial, ...later].map(({ contents }) => weigh(contents));
  return { name, part: "beside", ...total(weights) };
}
