import { expect, test } from "vitest";
import { written } from "../../scripts/lib/readme.mjs";
import { startRecord, startTables } from "../bench/start/record.js";

test("the README's tables of start-up are those of docs/startup.json", () => {
  for (const [name, table] of Object.entries(startTables(startRecord())))
    expect(written(name), name).toBe(table);
});
