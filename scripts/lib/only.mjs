// @ts-check
import { Stop } from "./say.mjs";

/**
 * Of `--only native,e2e`; all without it.
 * @template {{ name: string }} T
 * @param {T[]} all @param {string[]} words of the command line
 */
export function only(all, words) {
  const position = words.findIndex((word) => word === "--only" || word.startsWith("--only="));
  if (position < 0) return all;
  const word = words[position] ?? "";
  const names = (word.split("=")[1] ?? words[position + 1] ?? "").split(",").filter(Boolean);
  const unknown = names.filter((name) => !all.some((each) => each.name === name));
  if (unknown.length || !names.length) {
    throw new Stop(`--only takes some of ${all.map(({ name }) => name).join(", ")}.`);
  }
  return all.filter(({ name }) => names.includes(name));
}
