import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

interface Row {
  readonly where: string;
  readonly version: string;
  readonly entry: string;
  readonly how: string;
  readonly proven: string;
}
interface ProofRecord {
  readonly at: string;
  readonly rows: readonly Row[];
}

const at = (...below: string[]) => path.resolve(import.meta.dirname, "../..", ...below);
const script = (name: string) =>
  import(/* @vite-ignore */ pathToFileURL(at("scripts/lib", `${name}.mjs`)).href);

const { records } = (await script("proof-record")) as { records: () => ProofRecord[] };
const { tableOf, withTable } = (await script("proof-table")) as {
  tableOf: (all: readonly ProofRecord[]) => string;
  withTable: (readme: string, all: readonly ProofRecord[]) => string;
};

test("the README's table is what the records say", async () => {
  const all = records();
  expect(all.length).toBeGreaterThan(0);
  const readme = await readFile(at("README.md"), "utf8");
  expect(readme).toBe(withTable(readme, all));
});

test("every application is in the record, by the versions of its lock file", async () => {
  const { rows } = JSON.parse(await readFile(at("docs/proof/bundlers.json"), "utf8")) as ProofRecord;
  const versions = new Set(rows.map(({ version }) => version));
  for (const name of await readdir(at("tests/proof/apps"))) {
    const lock = await readFile(at("tests/proof/apps", name, "package-lock.json"), "utf8");
    expect(lock, name).not.toContain('"resolved"');
    const { packages } = JSON.parse(lock) as { packages: Record<string, { version?: string }> };
    const locked = Object.values(packages).map(({ version }) => version ?? "");
    if (locked.length > 1)
      expect(
        locked.some((version) => versions.has(version)),
        name,
      ).toBe(true);
  }
});

const row = {
  where: "Vite, build",
  version: "5.1.0",
  entry: "`quota-gate`",
  how: "nothing",
  proven: "verdict",
};

test("rows that differ by version alone are one", () => {
  const rows = [row, { ...row, version: "6.2.0" }, { ...row, version: "6.2.0", entry: "`/inline`" }];
  const [, , ...lines] = tableOf([{ at: "2026-01-02", rows }])
    .trimEnd()
    .split("\n");
  expect(lines).toEqual([
    "| Vite, build | 5.1.0, 6.2.0 | `quota-gate` | nothing | verdict | 2026-01-02 |",
    "| Vite, build | 6.2.0 | `/inline` | nothing | verdict | 2026-01-02 |",
  ]);
});

test("what was proven on another day is another row", () => {
  const all = [
    { at: "2026-01-02", rows: [row] },
    { at: "2026-01-03", rows: [row] },
  ];
  expect(tableOf(all)).toContain("2026-01-02");
  expect(tableOf(all)).toContain("2026-01-03");
});

test("the table replaces what stands between its marks, and nothing else", () => {
  const readme = "before\n<!-- proof -->\n| by hand |\n<!-- /proof -->\nafter $1\n";
  const written = withTable(readme, [{ at: "2026-01-02", rows: [row] }]);
  expect(written).not.toContain("by hand");
  expect(written).toMatch(/^before\n<!-- proof -->\n\| where .*\n[\s\S]*\n<!-- \/proof -->\nafter \$1\n$/);
  expect(() => withTable("none", [])).toThrow("README.md has no <!-- proof -->");
});
