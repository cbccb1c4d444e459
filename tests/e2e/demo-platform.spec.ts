import { arrange, breakIt, expect, expectClosed, expectOpen, mendIt, test } from "./support/demo";

const CREATE_CLOSED = "This can't be created right now. Please contact support.";

test.describe("the platform fails after it answered", () => {
  test("the customers' page goes by the last good answer", async ({ page, consoleWatch }) => {
    await page.goto("/");
    const create = page.getByRole("button", { name: "Create organization" });
    const publish = page.getByRole("button", { name: "Publish vote" });
    await expectClosed(create, CREATE_CLOSED);
    consoleWatch.expectFailure("/api/quota", 502);
    await breakIt(page, "failing");
    await expect(page.locator("#availability")).toContainText(
      "couldn't be checked just now; last checked at",
    );
    await expectClosed(create, CREATE_CLOSED);
    await expectOpen(publish);
    await page.getByLabel("Voters", { exact: true }).fill("5000");
    await expectClosed(publish, "This can't be published right now. Please contact support.");

    consoleWatch.expectFailure("/api/processes", 502);
    await page.getByLabel("Voters", { exact: true }).fill("50");
    await page.getByLabel("Title").fill("Annual meeting");
    await publish.click();
    await expect(page.locator("#publish .result")).toHaveText(
      "That didn't work just now. Please try again in a moment.",
    );
    await mendIt(page);
    await expect(page.locator("#availability")).toContainText("Availability checked at");
    await publish.click();
    await expect(page.getByText("“Annual meeting” is published.")).toBeVisible();
  });

  test("the console shows the last good answer, its time and the error", async ({ page, consoleWatch }) => {
    await page.goto("/console");
    await expect(page.locator("#as-of")).toContainText("As of");
    const before = await page.locator("#as-of").textContent();
    consoleWatch.expectFailure("/api/console/quota", 502);
    await breakIt(page, "failing");
    await expect(page.locator("#trouble")).toHaveText(
      "The last refresh failed: the platform had an error (HTTP 502). The last good answer is shown.",
    );
    await expect(page.locator("#as-of")).toHaveText(before ?? "");
    await expect(page.locator("#meters .used").first()).toHaveText("1 of 1 used");
    await mendIt(page);
    await expect(page.locator("#trouble")).toHaveText("");
    await expect(page.locator("#state .badge")).toHaveText("Up to date");
  });
});

test.describe("the platform fails from the start", () => {
  test.beforeEach(async ({ demo, consoleWatch }) => {
    for (const path of ["quota", "console/quota", "organizations", "processes"]) {
      consoleWatch.expectFailure(`/api/${path}`, 502);
    }
    await arrange(demo, { broken: "failing" });
  });

  test("the customers' page stays usable", async ({ page }) => {
    await page.goto("/");
    const create = page.getByRole("button", { name: "Create organization" });
    await expect(create).toHaveAttribute("data-quota-verdict", "unknown");
    await expect(create).not.toHaveAttribute("aria-disabled");
    await expect(page.locator("#availability")).toHaveText("Availability can't be checked right now.");
    await mendIt(page);
    await expectClosed(create, CREATE_CLOSED);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("button", { name: "Delete Riverside Choir" })).toBeVisible();
  });

  test("the console says that nothing is known", async ({ page }) => {
    await page.goto("/console");
    await expect(page.locator("#state .badge")).toHaveText("Unavailable");
    await expect(page.locator("#meters .badge")).toHaveText(Array(5).fill("Not known"));
    await mendIt(page);
    await expect(page.locator("#state .badge")).toHaveText("Up to date");
    await expect(page.locator("#meters .used").first()).toHaveText("1 of 1 used");
  });
});

test("while the first answer is under way, buttons say that they are being checked", async ({
  page,
  demo,
}) => {
  demo.sandbox.addFault({ path: "/integrator", fault: { kind: "delay", ms: 1500 } });
  await page.goto("/");
  const publish = page.getByRole("button", { name: "Publish vote" });
  await expect(publish).toHaveAttribute("data-quota-verdict", "pending");
  await expect(publish).toHaveAccessibleDescription("Checking…");
  await expectOpen(publish);
});
