import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Row, SECTIONS } from "./row.js";

const folder = path.resolve(import.meta.dirname, "../../build/test/faults");

/** Plays one of the rows, and leaves for scripts/lib/faults.mjs whether it passed. One that breaks off has not. */
export const recorded = async <Stage>(
  where: "browser" | "node",
  rows: readonly Row<Stage>[],
  row: Row<Stage>,
  play: () => Promise<void>,
): Promise<void> => {
  const { section, fault, did } = row;
  const place = rows.indexOf(row);
  const line = (passed: boolean) => {
    const told = { section: SECTIONS.indexOf(section), title: section, fault, did };
    const whole = { ...told, where, place, of: rows.length, passed };
    writeFileSync(path.join(folder, where, `${place}.json`), `${JSON.stringify(whole)}\n`);
  };
  mkdirSync(path.join(folder, where), { recursive: true });
  line(false);
  await play();
  line(true);
};
