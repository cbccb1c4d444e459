import { expect, test } from "./support/bind.js";

const button = `<p id="own">Costs money.</p><button id="go" data-quota-action="publishProcess">Publish</button>`;

for (const mode of ["aria", "disabled"] as const) {
  for (const reason of ["after", "none", "log"] as const) {
    test(`mode ${mode}, reason ${reason}: a closed button is disabled and says why`, async ({
      lab,
      page,
    }) => {
      await lab.open(button);
      await lab.bind({ mode, reason });
      expect(await lab.accessible("#go")).toMatchObject({
        role: "button",
        name: "Publish",
        description: "",
        disabled: false,
      });
      await lab.deny();
      expect(await lab.accessible("#go")).toMatchObject({
        role: "button",
        name: "Publish",
        description: "No room.",
        disabled: true,
      });
      await expect(page.getByText("No room.")).toBeVisible({ visible: reason === "after" });
      await lab.deny("Still none.");
      expect((await lab.accessible("#go")).description).toBe("Still none.");
      await lab.allow();
      expect(await lab.accessible("#go")).toMatchObject({ description: "", disabled: false });
      await expect(page.locator("[data-quota-reason]")).toBeHidden();
    });
  }
}

for (const [kind, html] of Object.entries({
  link: `<a id="go" href="/elsewhere" data-quota-action="publishProcess">Publish</a>`,
  button: `<div id="go" role="button" tabindex="0" data-quota-action="publishProcess">Publish</div>`,
  checkbox: `<label>Publish<input id="go" type="checkbox" data-quota-action="publishProcess"></label>`,
  radio: `<label>Publish<input id="go" type="radio" data-quota-action="publishProcess"></label>`,
})) {
  for (const mode of ["aria", "disabled"] as const) {
    test(`mode ${mode}: a closed ${kind} keeps its name and says why`, async ({ lab }) => {
      await lab.open(html);
      await lab.bind({ mode });
      await lab.deny();
      expect(await lab.accessible("#go")).toMatchObject({
        role: kind,
        name: "Publish",
        description: "No room.",
        disabled: true,
      });
    });
  }
}

test("aria-disabled keeps a button in the tab order, disabled takes it out", async ({ lab, page }) => {
  await lab.open(button);
  const undo = await lab.bind();
  await lab.deny();
  await page.keyboard.press("Tab");
  await expect(page.locator("#go")).toBeFocused();
  await page.locator("#go").blur();
  await lab.undo(undo);
  await lab.bind({ mode: "disabled" });
  await expect(page.locator("#go")).toHaveJSProperty("disabled", true);
  await page.keyboard.press("Tab");
  await expect(page.locator("#go")).not.toBeFocused();
});

test("a form says nothing of itself; its submit buttons do, and one text explains them all", async ({
  lab,
  page,
}) => {
  await lab.open(`
    <form id="form" data-quota-action="publishProcess">
      <input id="title"><input id="go" type="submit" value="Publish"><button id="reset" type="reset">Reset</button>
    </form><button id="outside" form="form">Publish, too</button>`);
  await lab.bind();
  await lab.deny();
  expect(await page.locator("#form").evaluate((form) => form.getAttributeNames())).toEqual([
    "id",
    "data-quota-action",
  ]);
  for (const id of ["#go", "#outside"]) {
    expect(await lab.accessible(id)).toMatchObject({ description: "No room.", disabled: true });
    await expect(page.locator(id)).toHaveAttribute("data-quota-verdict", "deny");
  }
  expect(await lab.accessible("#reset")).toMatchObject({ description: "", disabled: false });
  await expect(page.getByText("No room.")).toHaveCount(1);
});

test("a button that asks for itself in a closed form gives the reason that stops it", async ({ lab }) => {
  await lab.open(`
    <form data-quota-action="publishProcess">
      <button id="go" data-quota-action="createManagedOrg">Publish</button>
    </form>`);
  await lab.bind();
  await lab.set({ verdict: "deny", message: "No organization left." }, "createManagedOrg");
  expect(await lab.accessible("#go")).toMatchObject({ description: "No organization left.", disabled: true });
  await lab.set({ verdict: "allow" }, "createManagedOrg");
  await lab.set({ verdict: "deny", message: "No process left." }, "publishProcess");
  expect(await lab.accessible("#go")).toMatchObject({ description: "No process left.", disabled: true });
});

test("the application's own description comes first and stays", async ({ lab }) => {
  await lab.open(button.replace("<button", `<button aria-describedby="own"`));
  await lab.bind();
  await lab.deny();
  expect((await lab.accessible("#go")).description).toBe("Costs money. No room.");
  await lab.allow();
  expect((await lab.accessible("#go")).description).toBe("Costs money.");
});

test("in a modal dialog, with the reason outside of it, the button still says why", async ({ lab, page }) => {
  await lab.open(`
    <dialog><form id="form" data-quota-action="publishProcess"><button id="go">Publish</button></form></dialog>
    <button form="form">Outside</button>`);
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  await lab.bind();
  await lab.deny();
  expect(await lab.accessible("#go")).toMatchObject({ description: "No room.", disabled: true });
});

test("an application that shows the reason itself is given each decision once", async ({ lab }) => {
  await lab.open(button);
  await lab.bind({ reason: "log" });
  expect(await lab.log()).toEqual(["reason go Fine."]);
  await lab.deny();
  await lab.set({}, "createManagedOrg");
  expect((await lab.log())[0]).toBe("reason go No room.");
});

test("markup in a message is text", async ({ lab, page }) => {
  await lab.open(button);
  await lab.bind();
  await lab.deny("<img src=x onerror=alert(1)>");
  await expect(page.locator("[data-quota-reason]")).toHaveText("<img src=x onerror=alert(1)>");
  expect((await lab.accessible("#go")).description).toBe("<img src=x onerror=alert(1)>");
});

test("pending: closed at once, explained after half a second, never busy", async ({ lab, page }) => {
  await page.clock.install();
  await lab.open(button);
  await page.clock.pauseAt(Date.now() + 60_000);
  await lab.set({ verdict: "pending" });
  await lab.bind();
  expect(await lab.accessible("#go")).toMatchObject({ description: "", disabled: true });
  await page.clock.runFor(499);
  expect((await lab.accessible("#go")).description).toBe("");
  await page.clock.runFor(1);
  expect(await lab.accessible("#go")).toMatchObject({ description: "Checking…", disabled: true });
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "pending");
  expect(await lab.markup()).not.toContain("aria-busy");
  await lab.allow();
  expect(await lab.accessible("#go")).toMatchObject({ description: "", disabled: false });
});

test("pending that ends within half a second says nothing, and a new wait starts over", async ({
  lab,
  page,
}) => {
  await page.clock.install();
  await lab.open(button);
  await page.clock.pauseAt(Date.now() + 60_000);
  await lab.set({ verdict: "pending" });
  await lab.bind({ reason: "log" });
  await page.clock.runFor(400);
  await lab.allow();
  await page.clock.runFor(400);
  await lab.set({ verdict: "pending", message: "Checking…" });
  await page.clock.runFor(499);
  expect(await lab.log()).toEqual(["reason go Fine."]);
  await page.clock.runFor(1);
  expect(await lab.log()).toEqual(["reason go Checking…"]);
});

test("pending but open says nothing", async ({ lab, page }) => {
  await page.clock.install();
  await lab.open(button);
  await page.clock.pauseAt(Date.now() + 60_000);
  await lab.set({ verdict: "pending", allowed: true });
  await lab.bind();
  await page.clock.runFor(1000);
  expect(await lab.accessible("#go")).toMatchObject({ description: "", disabled: false });
});

test("the live region is polite, out of sight, and silent while the page loads", async ({ lab, page }) => {
  await page.clock.install();
  await lab.open(button.replace("<button", "<button autofocus"));
  await page.clock.pauseAt(Date.now() + 60_000);
  await lab.set({ verdict: "pending" });
  await lab.bind();
  await page.clock.runFor(1000);
  expect(await lab.accessible("[data-quota-live]")).toMatchObject({ role: "status" });
  const box = await page.locator("[data-quota-live]").boundingBox();
  expect(box).toMatchObject({ width: 1, height: 1 });
  expect(await lab.spoken()).toBe("");
});

test("what changes is announced for the focused control only", async ({ lab, page }) => {
  await lab.open(`${button}<button id="other" data-quota-action="createManagedOrg">Create</button>`);
  await lab.bind();
  await lab.set({ verdict: "deny", message: "No room." }, "publishProcess");
  expect(await lab.spoken()).toBe("");
  await page.locator("#other").focus();
  await lab.set({ message: "Even less room." }, "publishProcess");
  expect(await lab.spoken()).toBe("");
  await lab.set({ verdict: "deny", message: "No organization left." }, "createManagedOrg");
  expect(await lab.spoken()).toBe("No organization left.");
  await lab.set({ verdict: "allow" }, "createManagedOrg");
  expect(await lab.spoken()).toBe("");
});

test("an attempt is answered aloud, and so is what becomes of it", async ({ lab, page }) => {
  await lab.open(
    `<form data-quota-action="publishProcess"><input id="title"><button>Publish</button></form><a id="away" href="#">Away</a>`,
  );
  await lab.bind();
  await lab.deny();
  await page.locator("#title").press("Enter");
  expect(await lab.spoken()).toBe("No room.");
  await lab.deny("Still none.");
  expect(await lab.spoken()).toBe("Still none.");
  await page.locator("#away").focus();
  await lab.deny("None at all.");
  expect(await lab.spoken()).toBe("");
});

test("the region follows the focus into a modal dialog", async ({ lab, page }) => {
  await lab.open(`<dialog id="dialog">${button}</dialog>`);
  await lab.bind();
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  await page.locator("#go").focus();
  await lab.deny();
  await expect(page.locator("dialog > [data-quota-live]")).toHaveText("No room.");
  await expect(page.locator("[data-quota-live]")).toHaveCount(1);
});

test("mode disabled takes no focus away: the attribute waits until the focus has left", async ({
  lab,
  page,
}) => {
  await lab.open(`${button}<a id="next" href="#">Next</a>`);
  await lab.bind({ mode: "disabled" });
  await page.locator("#go").focus();
  await lab.deny();
  await expect(page.locator("#go")).toBeFocused();
  expect(await lab.accessible("#go")).toMatchObject({ description: "No room.", disabled: true });
  await expect(page.locator("#go")).toHaveJSProperty("disabled", false);
  await page.keyboard.press("Enter");
  expect(await lab.log()).toEqual(["onDenied go No room.", "denied publishProcess"]);
  await page.keyboard.press("Tab");
  await expect(page.locator("#next")).toBeFocused();
  await expect(page.locator("#go")).toHaveJSProperty("disabled", true);
  await expect(page.locator("#go")).not.toHaveAttribute("aria-disabled");
});
