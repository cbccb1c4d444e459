/** The rows of docs/faults.md that need a browser. */
import { test as base, expect } from "@playwright/test";
import { rows } from "../faults/browser/index";
import { recorded } from "../faults/record";
import { Stage } from "../faults/stage";

const test = base.extend<{ stage: Stage }>({
  stage: async ({ page, launchOptions }, use) => {
    const stage = await Stage.set(page, launchOptions);
    await use(stage);
    await stage.strike();
  },
});

test.describe.configure({ mode: "parallel" });

for (const row of rows) {
  test(`${row.section}: ${row.fault}`, ({ stage }) =>
    recorded("browser", rows, row, async () => {
      await row.run(stage);
      expect(stage.checked, "was checked as all are").toBe(true);
      expect(await stage.noise(), "errors on the console").toEqual([]);
    }));
}
