import { type BindPage, expect, test } from "./support/bind.js";

/** Half of them ask of voters, 1 to 100 over and over. */
const CONTROLS = 10_000;

async function openMany(lab: BindPage): Promise<void> {
  await lab.open(`<ul id="rows"></ul>`);
  await lab.page.evaluate((controls) => {
    const rows = Array.from({ length: controls }, (_, place) => {
      const button = document.createElement("button");
      const asksVoters = place % 2 === 1;
      button.dataset["quotaAction"] = asksVoters ? "publishProcess" : "createManagedOrg";
      if (asksVoters) button.dataset["quotaVoters"] = String(1 + (((place - 1) / 2) % 100));
      const row = document.createElement("li");
      row.append(button);
      return row;
    });
    document.querySelector("#rows")?.append(...rows);
  }, CONTROLS);
  await lab.bind();
  const opened = lab.page.locator("[data-quota-verdict=allow]");
  await expect(opened).toHaveCount(CONTROLS);
  await lab.page.evaluate(() => window.lab.watch());
}

test("ten thousand controls: an answer that changes nothing writes nothing", async ({ lab }) => {
  await openMany(lab);
  await lab.set({});
  await lab.set({ maxVoters: 1000 });
  await lab.set({ message: "Still fine." });
  expect(await lab.writes()).toEqual([]);
});

test("ten thousand controls: a changed limit writes to those whose answer changed, at once", async ({
  lab,
}) => {
  await openMany(lab);
  await lab.set({ maxVoters: 98 }, "publishProcess");
  const writes = await lab.writes();
  expect(writes.filter((write) => write.endsWith("data-quota-verdict"))).toHaveLength(100);
  // Each: three attributes, and the reason.
  expect(writes).toHaveLength(400);
  await lab.set({ maxVoters: 99 }, "publishProcess");
  expect((await lab.writes()).filter((write) => write.endsWith("data-quota-verdict"))).toHaveLength(50);
});

test("ten thousand controls: what doesn't fit a frame comes in the next ones, and is closed before", async ({
  lab,
  page,
}) => {
  await openMany(lab);
  const [atOnce, last] = await page.evaluate(() => {
    window.lab.gates[0].set({ verdict: "deny" });
    const buttons = document.querySelectorAll("button");
    const marked = document.querySelectorAll("[data-quota-verdict=deny]").length;
    const unmarked = [...buttons].find((button) => button.getAttribute("data-quota-verdict") === "allow");
    unmarked?.click();
    return [marked, unmarked?.getAttribute("data-quota-verdict")];
  });
  expect(atOnce).toBe(1000);
  expect(last, "marked when it is tried").toBe("deny");
  expect(await lab.log()).toEqual([
    expect.stringMatching(/^onDenied .*No room/),
    expect.stringMatching(/^denied/),
  ]);
  await expect(page.locator("[data-quota-verdict=deny]")).toHaveCount(CONTROLS);
  await expect(page.locator("[data-quota-verdict=allow]")).toHaveCount(0);
});

test("ten thousand controls: typing asks only those that follow a field", async ({ lab, page }) => {
  await openMany(lab);
  await page.evaluate(() => {
    const field = Object.assign(document.createElement("input"), { id: "voters" });
    const button = Object.assign(document.createElement("button"), { id: "go" });
    button.dataset["quotaAction"] = "publishProcess";
    button.dataset["quotaVotersFrom"] = "#voters";
    document.body.append(field, button);
  });
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "allow");
  await page.evaluate(() => {
    window.lab.asks = 0;
  });
  await page.locator("#voters").fill("7");
  expect(await page.evaluate(() => window.lab.asks)).toBeLessThan(10);
});
