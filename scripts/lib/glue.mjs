// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { Stop } from "./say.mjs";

/** Puts wasm-bindgen's half and wasm2js's half together. @param {string} folder */
export function connect(folder) {
  const glue = readFileSync(`${folder}/quota_gate_bg.js`, "utf8");
  const core = readFileSync(`${folder}/translated.js`, "utf8");
  const shortened = shortener(glue);
  writeFileSync(`${folder}/quota_gate.js`, shortened(wired(following(glue))));
  writeFileSync(`${folder}/core.js`, shortened(importing(kept(core))));
}

/**
 * Views of the memory: wasm2js doesn't detach a buffer that has become too small, by which the glue knows that it has.
 * @param {string} glue
 */
function following(glue) {
  const moved = replaced(
    glue,
    /(cached\w+)\.byteLength === 0|(cached\w+)\.buffer\.detached === true \|\| \(.*?\)(?=\) \{)/g,
    (_, array, view) => `${array ?? view}.buffer !== wasm.memory.buffer`,
  );
  const views = glue.match(/^function get\w+Memory0\(\)/gm) ?? [];
  if (moved.count !== views.length) {
    throw new Stop(`wasm2js failed: of ${views.length} views of the memory, ${moved.count} were found.`);
  }
  return moved.text;
}

/**
 * The glue with its core, and with what it forgets to say since its values are in an array: where the fixed ones end.
 * @param {string} glue
 */
function wired(glue) {
  const { text, count } = replaced(glue, /^let heap_next = heap\.length;$/gm, (line) =>
    [
      line,
      "const fixed = heap.length;",
      "export function __wbindgen_externref_statics_end() { return fixed; }",
    ].join("\n"),
  );
  if (count !== 1) throw new Stop("wasm2js failed: wasm-bindgen's array of values isn't where it was.");
  return `import * as core from "./core.js";\n${text}\n__wbg_set_wasm(core);\n`;
}

/** All that the core imports is in the glue. @param {string} core */
function importing(core) {
  const { text, count } = replaced(
    core,
    /^(import \* as \S+ from) '(?:\.\/quota_gate_bg\.js|__wbindgen_externref_xform__)';$/gm,
    (_, start) => `${start} "./quota_gate.js";`,
  );
  if (count !== (core.match(/^import /gm) ?? []).length) {
    throw new Stop("wasm2js failed: the core imports what nobody has.");
  }
  return text;
}

/** What the core's functions assign outside of themselves: the views of the memory, and wasm's globals. */
const ASSIGNED =
  /^ var (HEAP\w+|global\$\d+|__wasm_intrinsics_temp_[\w$]+|i64toi32_i32\$HIGH_BITS) = (.+);\n/gm;

/**
 * The core with all that as fields of one object. SWC's minifier takes a variable for one that a call leaves alone: of
 * `i = allocate(4); view[i >> 2] = 1` it makes `view[(i = allocate(4)) >> 2] = 1`, which writes to the memory as it was before it grew. A
 * field it doesn't (@swc/core 1.16.22; Next and others bring it).
 * @param {string} core
 */
function kept(core) {
  const found = [...core.matchAll(ASSIGNED)];
  if (!found.length) throw new Stop("wasm2js failed: the core's variables aren't where they were.");
  const fields = found.map(([, name = "", value = ""], index) => ({
    name,
    value,
    field: (index + 10).toString(36),
  }));
  const uses = new Map(fields.map(({ name, field }) => [name, `kept.${field}`]));
  const object = `\n var kept = { ${fields.map(({ field, value }) => `${field}: ${value}`).join(", ")} };`;
  return core
    .replace(ASSIGNED, "")
    .replace(/[\w$]+/g, (word) => uses.get(word) ?? word)
    .replace(/^ var buffer = .+;$/m, (line) => line + object);
}

/** Names between the two halves end in hashes, which don't compress: 1 KB of brotli. @param {string} glue */
function shortener(glue) {
  const hashed = /__wbg_\w+_[0-9a-f]{16}\b/g;
  const names = [...new Set(glue.match(hashed) ?? [])];
  return (/** @type {string} */ text) => text.replace(hashed, (name) => `__wbg_${names.indexOf(name)}`);
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {(...found: string[]) => string} by
 */
function replaced(text, pattern, by) {
  let count = 0;
  const result = text.replace(pattern, (...found) => {
    count += 1;
    return by(...found);
  });
  return { text: result, count };
}
