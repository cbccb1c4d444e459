// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { Stop } from "./say.mjs";

const README = "README.md";

const between = (/** @type {string} */ name) =>
  new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(<!-- /${name} -->)`);

/**
 * A text with another one in a place of it.
 * @param {string} whole @param {string} name @param {string} text
 */
export function placed(whole, name, text) {
  if (!between(name).test(whole)) throw missing(name, README);
  return whole.replace(between(name), (_, start, __, end) => start + text + end);
}

/** @param {string} name @param {string} file */
const missing = (name, file) => new Stop(`${file} has no <!-- ${name} --> with its <!-- /${name} -->.`);

/** What a document has between `<!-- name -->` and `<!-- /name -->`, which a command writes. @param {string} name */
export function written(name, file = README) {
  const [, , text] = between(name).exec(readFileSync(at(file), "utf8")) ?? [];
  if (text === undefined) throw missing(name, file);
  return text;
}

/** @param {string} name @param {string} text */
export function write(name, text, file = README) {
  if (written(name, file) === text) return;
  writeFileSync(at(file), placed(readFileSync(at(file), "utf8"), name, text));
}

/** The first column is text and so are those in `texts`. @param {string[]} heads @param {(string | number)[][]} rows @param {number[]} [texts] */
export function table(heads, rows, texts = [0]) {
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
  const rule = heads.map((_, at) => (texts.includes(at) ? "---" : "--:"));
  return `${[line(heads), line(rule), ...rows.map(line)].join("\n")}\n`;
}

const cell = (/** @type {string | number} */ value) =>
  typeof value === "number" ? value.toLocaleString("en") : value;
