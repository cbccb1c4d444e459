import { type App, serveApp } from "./support/app";
import { expect, test } from "./support/console";

let app: App;
test.beforeAll(async () => {
  app = await serveApp("testing/main.ts");
});
test.afterAll(() => app.close());

test("in a built page, a test gate closes what its numbers leave no room for, and asks nobody", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(app.url);
  const button = page.getByRole("button", { name: "Create" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(
    "This can't be created right now. Please contact support.",
  );
  await page.evaluate(() => story.gate.set({ usage: { managedOrgs: 0 } }));
  await expect(button).not.toHaveAttribute("aria-disabled");
  await page.evaluate(() => story.gate.hold("createManagedOrg"));
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await page.evaluate(() => story.gate.advance(60_000));
  await expect(button).not.toHaveAttribute("aria-disabled");
  await page.evaluate(() => story.gate.set({ phase: "loading" }));
  await expect(button).toHaveAttribute("data-quota-verdict", "pending");
  expect(asked.filter((path) => path.startsWith("/api"))).toEqual([]);
});

test("there is one copy of the package: its errors are those of the application", async ({ page }) => {
  await page.goto(app.url);
  await page.waitForFunction(() => "story" in globalThis);
  const isOurs = await page.evaluate(() => {
    try {
      story.gate.set({ limits: { faxes: 1 } } as never);
      return "nothing thrown";
    } catch (error) {
      return error instanceof story.QuotaError && error.message;
    }
  });
  expect(isOurs).toMatch(/faxes/);
});
