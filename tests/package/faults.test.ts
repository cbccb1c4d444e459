/** The rows of docs/faults.md that need no browser. */
import { expect, test } from "vitest";
import { Bench } from "../faults/bench.js";
import { rows } from "../faults/node/index.js";
import { recorded } from "../faults/record.js";

for (const row of rows) {
  test(`${row.section}: ${row.fault}`, () =>
    recorded("node", rows, row, async () => {
      const bench = new Bench();
      bench.begin();
      try {
        await row.run(bench);
        expect(bench.checked, "was checked as all are").toBe(true);
      } finally {
        bench.end();
      }
    }));
}
