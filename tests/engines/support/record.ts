import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const file = path.resolve(import.meta.dirname, "../../../build/test/engines-rows.json");

/** One engine, and pages that come to be in one way. */
interface Group {
  readonly where: string;
  readonly version: string;
  readonly how: string;
  readonly entries: Set<string>;
  tests: number;
}

/** What has passed, left for scripts/engines.mjs, which keeps it if nothing has failed. */
export class Proven {
  readonly #groups = new Map<string, Group>();

  add(where: string, version: string, { name, how }: { name: string; how: string }): void {
    const key = `${where} ${how}`;
    const group = this.#groups.get(key) ?? { where, version, how, entries: new Set(), tests: 0 };
    this.#groups.set(key, group);
    group.entries.add(name);
    group.tests += 1;
  }

  leave(): void {
    const rows = [...this.#groups.values()].map(({ where, version, how, entries, tests }) => ({
      where,
      version,
      entry: [...entries].map(short).join(", "),
      how,
      proven: `controls, fields, languages, tabs: ${tests} tests`,
    }));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(rows)}\n`);
  }
}

/** As the README calls entries: `quota-gate`, `/react`. */
const short = (name: string): string => `\`${name.replace(/^quota-gate\//, "/")}\``;
