// @ts-check
import { Stop } from "./say.mjs";

/**
 * Those that `--only native,e2e` names; all without it.
 * @template {{ name: string }} T
 * @param {T[]} all
 */
export function chosen(all) {
  const position = process.argv.findIndex((word) => word === "--only" || word.startsWith("--only="));
  if (position < 0) return all;
  const word = process.argv[position] ?? "";
  const names = (word.split("=")[1] ?? process.argv[position + 1] ?? "").split(",").filter(Boolean);
  const unknown = names.filter((name) => !all.some((each) => each.name === name));
  if (unknown.length || !names.length) {
    throw new Stop(`--only takes some of ${all.map(({ name }) => name).join(", ")}.`);
  }
  return all.filter(({ name }) => names.includes(name));
}
