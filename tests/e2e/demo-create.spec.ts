import type { Page } from "@playwright/test";
import { deleteOrganization, expect, expectClosed, expectOpen, test } from "./support/demo";

const REASON = "This can't be created right now. Please contact support.";

const createButton = (page: Page) => page.getByRole("button", { name: "Create organization" });

test.describe("at the limit", () => {
  test.beforeEach(async ({ page }) => {
    await page.goto("/");
    await expectClosed(createButton(page), REASON);
    await page.getByLabel("Name", { exact: true }).fill("Riverside Rowing Club");
  });

  test.afterEach(async ({ page, demo }) => {
    // A round trip later than whatever the attempt could have sent.
    demo.forget();
    await page.getByRole("button", { name: "Check again" }).click();
    await expect.poll(() => demo.sandbox.requests({ path: "/integrator" }).length).toBeGreaterThan(1);
    expect(demo.sandbox.requests({ method: "POST" })).toEqual([]);
    await expect(page).toHaveURL(`${demo.url}/`);
    await expectClosed(createButton(page), REASON);
  });

  test("the button stays closed to the mouse", async ({ page }) => {
    await createButton(page).click({ force: true });
    await createButton(page).dblclick({ force: true });
  });

  for (const key of ["Enter", "Space"]) {
    test(`the button stays closed to ${key}`, async ({ page }) => {
      await createButton(page).focus();
      await expect(createButton(page)).toBeFocused();
      await page.keyboard.press(key);
      await expect(createButton(page)).toBeFocused();
    });
  }

  test("Enter in the text field doesn't submit", async ({ page }) => {
    await page.getByLabel("Name", { exact: true }).press("Enter");
  });

  test("the form can't be submitted with the button by script", async ({ page }) => {
    await createButton(page).evaluate((button: HTMLButtonElement) => {
      button.form?.requestSubmit(button);
      button.form?.requestSubmit();
      button.click();
    });
  });

  test("the reason is the button's description in the browser's accessibility tree", async ({ page }) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Accessibility.enable");
    const { root } = await cdp.send("DOM.getDocument");
    const { nodes } = await cdp.send("Accessibility.queryAXTree", {
      nodeId: root.nodeId,
      role: "button",
      accessibleName: "Create organization",
    });
    expect(nodes).toHaveLength(1);
    expect(nodes[0]?.description?.value).toBe(REASON);
    expect(nodes[0]?.properties).toContainEqual({
      name: "disabled",
      value: { type: "boolean", value: true },
    });
    expect(nodes[0]?.properties).toContainEqual({
      name: "focusable",
      value: { type: "booleanOrUndefined", value: true },
    });
  });
});

test("deleting an organization opens the button, creating one closes it again", async ({ page, demo }) => {
  await page.goto("/");
  await expectClosed(createButton(page), REASON);

  await deleteOrganization(page, "Riverside Choir");
  await expect(page.getByText("Riverside Choir is deleted.")).toBeVisible();
  await expectOpen(createButton(page));
  await expect(page.getByText("None yet. Create the first one.")).toBeVisible();

  await page.getByLabel("Name", { exact: true }).fill("Riverside Rowing Club");
  await page.getByLabel("Type").selectOption("sports_club");
  await createButton(page).click();
  await expect(page.getByText("Riverside Rowing Club is ready.")).toBeVisible();
  await expectClosed(createButton(page), REASON);
  await expect(page.getByRole("listitem")).toContainText(["Riverside Rowing Club"]);
  expect(demo.sandbox.account("free-tier").usage.managedOrgs).toBe(1);
  expect(demo.sandbox.requests({ method: "POST", path: "/integrator/organizations" })).toHaveLength(1);
});

test("keeping the organization when asked changes nothing", async ({ page, demo }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Delete Riverside Choir" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("button", { name: "Delete Riverside Choir" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(demo.sandbox.requests({ method: "DELETE" })).toEqual([]);
});

test("a submission that was sent twice creates one organization", async ({ page, demo }) => {
  demo.sandbox.setLimits("free-tier", { maxManagedOrgs: 5 });
  demo.sandbox.addFault({ method: "POST", fault: { kind: "delay", ms: 300 } });
  await page.goto("/");
  await expectOpen(createButton(page));
  await page.getByLabel("Name", { exact: true }).fill("Twice");
  await createButton(page).dblclick();
  await page.getByLabel("Name", { exact: true }).press("Enter");
  await expect(page.getByText("Twice is ready.")).toBeVisible();
  expect(demo.sandbox.account("free-tier").usage.managedOrgs).toBe(2);
});

test("the platform's refusal is told in the company's words", async ({ page, demo, consoleWatch }) => {
  demo.sandbox.addFault({
    path: "/integrator",
    fault: { kind: "lie", over: { usage: { managedOrgs: 0 } } },
  });
  consoleWatch.expectFailure("/api/organizations", 400);
  await page.goto("/");
  await expectOpen(createButton(page));
  await page.getByLabel("Name", { exact: true }).fill("Too late");
  await createButton(page).click();
  await expect(page.locator("#create .result")).toHaveText(REASON);
  // The platform goes on lying, and the gate believes the refusal.
  await expectClosed(createButton(page), REASON);
});
