/** What is published, in bytes: within its budget, and as the README says. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { own } from "../../scripts/lib/own.mjs";
import { written } from "../../scripts/lib/readme.mjs";
import { sizeRecord, sizeTables } from "../../scripts/lib/size-record.mjs";

const read = (file: string): unknown =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../..", file), "utf8"));

/** Another rustc, esbuild or zlib than the record's packs the same sources differently: rustc 1.94 takes 0.6 % more than 1.95. */
const TOLERANCE = 0.02;

const { sizeBudget } = read("package.json") as { sizeBudget: Readonly<Record<string, number>> };
const rust = read("build/rust.json") as { readonly small: boolean };
const built = await own();
const entries = built.filter(({ part }) => part === "first" || part === "instead" || part === "beside");

test("every entry has a budget, and nothing else has", () => {
  expect(Object.keys(sizeBudget)).toEqual(entries.map(({ name }) => name));
});

test.skipIf(!rust.small).for(entries)("$name is within its budget", ({ name, brotli }) => {
  expect(brotli, `${name}, in bytes after brotli`).toBeLessThanOrEqual(sizeBudget[name] ?? 0);
});

test("the README's tables are those of docs/size.json", () => {
  for (const [name, table] of Object.entries(sizeTables(sizeRecord())))
    expect(written(name), name).toBe(table);
});

test.skipIf(!rust.small)("docs/size.json says what was built: else `npm run size` writes it anew", () => {
  const recorded = sizeRecord().own;
  expect(recorded.map(({ part, name }) => `${part} ${name}`)).toEqual(
    built.map(({ part, name }) => `${part} ${name}`),
  );
  for (const [at, row] of built.entries()) {
    for (const unit of ["raw", "gzip", "brotli"] as const) {
      const said = recorded[at]?.[unit] ?? 0;
      expect(
        Math.abs(row[unit] / said - 1),
        `${row.name}, ${unit}: ${row[unit]}, said to be ${said}`,
      ).toBeLessThan(TOLERANCE);
    }
  }
});
