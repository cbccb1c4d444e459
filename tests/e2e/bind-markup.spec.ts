import { expect, test } from "./support/bind.js";

const button = `<button id="go" data-quota-action="publishProcess">Publish</button>`;
const live = `
  <form id="form"><input id="voters" type="number"><input id="voters2"><select id="questions"><option>1<option>2</select>
    <label><input id="otp" type="checkbox">OTP</label>
    <button id="go" data-quota-action="publishProcess" data-quota-voters-from="#voters" data-quota-questions-from="#questions"
      data-quota-email-otp-from="#otp" data-quota-count="2" data-quota-sms-otp>Publish</button></form>`;

test("constants and live fields become parameters", async ({ lab, page }) => {
  await lab.open(live);
  await lab.bind();
  const fixed = { count: 2, smsOtp: true };
  expect(await lab.asked()).toEqual({ ...fixed, questions: 1, emailOtp: false });
  await page.locator("#voters").fill("250");
  await page.locator("#otp").check();
  await page.locator("#questions").selectOption("2");
  expect(await lab.asked()).toEqual({ ...fixed, voters: 250, questions: 2, emailOtp: true });
  await page.evaluate(() => document.querySelector("form")?.reset());
  await expect.poll(() => lab.asked()).toEqual({ ...fixed, questions: 1, emailOtp: false });
});

test("what isn't a whole number is a parameter not given", async ({ lab, page }) => {
  await lab.open(live.replace("#voters", "#voters2"));
  await lab.bind();
  for (const [text, voters] of [
    ["1e3", 1000],
    ["", undefined],
    ["1.0", 1],
    ["-1", undefined],
    [" ", undefined],
    ["0", 0],
    ["1.5", undefined],
    ["1,000", undefined],
    ["many", undefined],
    ["Infinity", undefined],
  ] as const) {
    await page.locator("#voters2").fill(text);
    expect((await lab.asked())?.["voters"], text).toBe(voters);
  }
});

test("within what a limit counts is a text, and always said: nothing chosen is an empty one", async ({
  lab,
  page,
}) => {
  await lab.open(`
    <form><select id="config"><option value="">Choose<option>config-1<option value="007">Seven</select>
      <button id="go" data-quota-action="attachExportDestination" data-quota-config-id-from="#config">Attach</button></form>`);
  await lab.bind();
  const asked = () => lab.asked("attachExportDestination");
  expect(await asked()).toEqual({ configId: "" });
  await page.locator("#config").selectOption("config-1");
  expect(await asked()).toEqual({ configId: "config-1" });
  await page.locator("#config").selectOption("007");
  expect(await asked()).toEqual({ configId: "007" });
  await lab.open(`<button id="go" data-quota-action="attachExportDestination">Attach</button>`);
  await lab.bind();
  expect(await asked()).toEqual({ configId: "" });
  await page.locator("#go").evaluate((button) => button.setAttribute("data-quota-config-id", "config-2"));
  await expect.poll(asked).toEqual({ configId: "config-2" });
});

test("a field opens and closes the button as it is typed in", async ({ lab, page }) => {
  await lab.open(live);
  await lab.set({ maxVoters: 100 });
  await lab.bind();
  const { disabled } = await lab.accessible("#go");
  expect(disabled).toBe(false);
  await page.locator("#voters").pressSequentially("101");
  expect(await lab.accessible("#go")).toMatchObject({ disabled: true, description: "No room." });
  await page.locator("#voters").press("Backspace");
  expect(await lab.accessible("#go")).toMatchObject({ disabled: false, description: "" });
});

test("a selector finds the field of the control's own form", async ({ lab }) => {
  await lab.open(`
    <input class="voters" value="1">
    <form><input class="voters" value="2"><button data-quota-action="publishProcess" data-quota-voters-from=".voters">a</button></form>`);
  await lab.bind();
  expect(await lab.asked()).toEqual({ voters: 2 });
});

test("mistakes in the markup are complained of once and change nothing", async ({ lab, page }) => {
  await lab.open(`
    <button data-quota-action="publishProces">a</button><button data-quota-action="constructor">b</button>
    <div data-quota-action="publishProcess">c</div>
    <button data-quota-action="createManagedOrg" data-quota-count="-1">d</button>
    <button data-quota-action="createManagedOrg" data-quota-count-from="#1">e</button>`);
  const before = await page.locator("div").evaluate((div) => div.outerHTML);
  await lab.bind();
  await lab.deny();
  expect(await lab.log()).toEqual([
    `complain Unknown action: data-quota-action="publishProces"`,
    `complain Unknown action: data-quota-action="constructor"`,
    `complain No control: <div data-quota-action="publishProcess">`,
    "complain Not a selector: #1",
  ]);
  expect(await page.locator("div").evaluate((div) => div.outerHTML)).toBe(before);
  await expect(page.locator("[data-quota-verdict]")).toHaveCount(2);
});

test("controls that come later are gated, those that leave are let go", async ({ lab, page }) => {
  await lab.open(`<main id="main"></main><aside id="aside"></aside>`);
  await lab.bind();
  await lab.deny();
  await page.evaluate(() => {
    const section = document.createElement("section");
    const added = document.createElement("button");
    added.id = "go";
    added.dataset["quotaAction"] = "publishProcess";
    section.append(added);
    document.querySelector("main")?.append(section);
  });
  await expect(page.locator("#go")).toHaveAttribute("aria-disabled", "true");
  const left = await page.evaluate(async () => {
    const removed = document.querySelector("#go");
    removed?.remove();
    await Promise.resolve();
    return removed?.outerHTML;
  });
  expect(left).toBe(`<button id="go" data-quota-action="publishProcess"></button>`);
  await expect(page.locator("[data-quota-reason]")).toHaveCount(0);
});

test("a control that moves takes its reason along", async ({ lab, page }) => {
  await lab.open(`<main>${button}</main><aside></aside><ul><li>1</li></ul>`);
  await lab.bind();
  await lab.deny();
  await page.evaluate(() => {
    const moved = document.querySelector("#go");
    if (moved) document.querySelector("aside")?.append(moved);
  });
  await expect(page.locator("aside > #go + [data-quota-reason]")).toHaveText("No room.");
  await expect(page.locator("[data-quota-reason]")).toHaveCount(1);
  expect((await lab.accessible("#go")).description).toBe("No room.");
});

test("a control that was taken out and comes back is gated again", async ({ lab, page }) => {
  await lab.open(`<main>${button}</main>`);
  await lab.bind();
  await lab.deny();
  await page.evaluate(async () => {
    const control = document.querySelector("#go");
    control?.remove();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (control) document.querySelector("main")?.append(control);
  });
  await expect(page.locator("#go[aria-disabled=true] + [data-quota-reason]")).toHaveText("No room.");
  expect((await lab.accessible("#go")).description).toBe("No room.");
});

test("changed attributes ask another question", async ({ lab, page }) => {
  await lab.open(button);
  await lab.set({ maxVoters: 100 });
  await lab.bind();
  await page.evaluate(() => document.querySelector("#go")?.setAttribute("data-quota-voters", "101"));
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "deny");
  await page.evaluate(() => document.querySelector("#go")?.setAttribute("data-quota-voters", "100"));
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "allow");
  await page.evaluate(() => document.querySelector("#go")?.removeAttribute("data-quota-action"));
  await expect(page.locator("#go")).not.toHaveAttribute("data-quota-verdict");
});

test("a submit button that joins a closed form is closed, and opened when it leaves", async ({
  lab,
  page,
}) => {
  await lab.open(
    `<form id="form" data-quota-action="publishProcess"></form><button id="late" type="button">a</button>`,
  );
  await lab.bind();
  await lab.deny();
  const late = page.locator("#late");
  await late.evaluate((element) => {
    element.setAttribute("form", "form");
    element.setAttribute("type", "submit");
  });
  await expect(late).toHaveAttribute("aria-disabled", "true");
  await late.evaluate((element) => element.removeAttribute("form"));
  await expect(late).not.toHaveAttribute("aria-disabled");
});

for (const mode of ["aria", "disabled"] as const) {
  test(`mode ${mode}: the undo leaves the markup as it was, byte for byte`, async ({ lab, page }) => {
    await lab.open(`
      <p id="own">Own</p>
      <button id="a" aria-describedby="own  gone" aria-disabled="false" data-quota-action="publishProcess">a</button>
      <button id="b" aria-describedby="" disabled="disabled" data-quota-action="publishProcess">b</button>
      <label><input type="checkbox" data-quota-action="createManagedOrg">c</label>
      <form id="form" data-quota-action="publishProcess"><input><button>d</button></form><input form="form" type="image" alt="e">
      <form data-quota-action="publishProcess"></form>
      <a href="#f" data-quota-action="publishProcess">f</a>`);
    const before = await lab.markup();
    await lab.bind({ mode });
    await lab.deny();
    await page.locator("a").focus();
    expect(await lab.markup()).not.toBe(before);
    await lab.undo();
    expect(await lab.markup()).toBe(before);
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
    expect(await page.evaluate(() => window.lab.gates[0].subscribers)).toBe(0);
    await lab.undo();
    await lab.log();
    await page.locator("a").click();
    await page.evaluate(() => document.querySelector("#a")?.setAttribute("data-quota-count", "1"));
    expect(await lab.log()).toEqual(["app click a"]);
    await expect(page.locator("[data-quota-verdict]")).toHaveCount(0);
  });

  test(`mode ${mode}: what the application disables stays disabled, what it enables comes back`, async ({
    lab,
    page,
  }) => {
    await lab.open(button);
    await lab.bind({ mode });
    await lab.deny();
    const go = page.locator("#go");
    const attribute = mode === "aria" ? "aria-disabled" : "disabled";
    await go.evaluate((element, name) => element.setAttribute(name, "true"), attribute);
    await lab.allow();
    await expect(go).toHaveAttribute(attribute, "true");
    await lab.deny();
    await go.evaluate((element, name) => element.removeAttribute(name), attribute);
    await expect(go).toHaveAttribute(attribute);
    await lab.allow();
    await expect(go).not.toHaveAttribute(attribute);
  });
}

test("a description that the application writes meanwhile is kept beside the reason", async ({
  lab,
  page,
}) => {
  await lab.open(`<p id="own">Own.</p>${button}`);
  await lab.bind();
  await lab.deny();
  await page.evaluate(() => document.querySelector("#go")?.setAttribute("aria-describedby", "own"));
  await expect.poll(async () => (await lab.accessible("#go")).description).toBe("Own. No room.");
  await lab.undo();
  await expect(page.locator("#go")).toHaveAttribute("aria-describedby", "own");
});

test("nothing is written where nothing changed", async ({ lab, page }) => {
  await lab.open(
    `${button}<button id="other" data-quota-action="createManagedOrg">b</button><input id="text"><p id="p"></p>`,
  );
  await lab.bind();
  await lab.set({ verdict: "deny" }, "publishProcess");
  await page.evaluate(() => window.lab.watch());
  await lab.set({}, "publishProcess");
  await page.locator("#text").fill("12");
  await page.locator("#other").hover();
  await page.evaluate(() => document.querySelector("p")?.append("text"));
  expect(await lab.writes()).toEqual(["childList P"]);
  await lab.set({ verdict: "deny" }, "createManagedOrg");
  const writes = await lab.writes();
  expect(writes.filter((line) => line.includes("BUTTON"))).toEqual([
    "attributes BUTTON aria-disabled",
    "attributes BUTTON data-quota-verdict",
    "attributes BUTTON aria-describedby",
  ]);
  expect(writes).toHaveLength(4);
});

test("two bindings of one control: each attempt counts once, and either undo leaves the other whole", async ({
  lab,
  page,
}) => {
  await lab.open(button);
  const before = await lab.markup();
  const first = await lab.bind();
  const second = await lab.bind({ mode: "disabled" });
  await lab.deny();
  await lab.undo(second);
  await expect(page.locator("#go")).not.toHaveAttribute("disabled");
  const third = await lab.bind({ root: "body" });
  await page.locator("#go").click({ force: true });
  expect(await lab.log()).toEqual(["onDenied go No room.", "denied publishProcess"]);
  await lab.undo(first);
  expect(await lab.accessible("#go")).toMatchObject({ description: "No room.", disabled: true });
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "deny");
  await lab.undo(third);
  expect(await lab.markup()).toBe(before);
});

test("two gates that disagree come to rest, and the closed one wins", async ({ lab, page }) => {
  await lab.open(button);
  const before = await lab.markup();
  await lab.bind({}, 0);
  await lab.bind({}, 1);
  for (const gate of [0, 1] as const) {
    await lab.set({ verdict: "deny" }, "*", gate);
    await page.evaluate(() => window.lab.watch());
    expect(await lab.accessible("#go")).toMatchObject({ description: "No room.", disabled: true });
    await page.locator("#go").click({ force: true });
    expect(await lab.log()).toEqual(["onDenied go No room.", "denied publishProcess"]);
    await lab.set({ verdict: "allow" }, "*", gate);
    expect((await lab.accessible("#go")).disabled).toBe(false);
    expect((await lab.writes()).length).toBeLessThan(40);
  }
  await lab.undo();
  expect(await lab.markup()).toBe(before);
});

test("two roots keep to themselves", async ({ lab, page }) => {
  await lab.open(`
    <section id="one"><button data-quota-action="publishProcess">a</button></section>
    <section id="two"><button data-quota-action="publishProcess">b</button></section>
    <button data-quota-action="publishProcess">c</button>`);
  await lab.bind({ root: "#one" }, 0);
  await lab.bind({ root: "#two" }, 1);
  await lab.deny();
  await expect(page.locator("[aria-disabled]")).toHaveText("a");
  await expect(page.locator("[data-quota-verdict]")).toHaveCount(2);
  await expect(page.locator("[data-quota-live]")).toHaveCount(2);
});

test("a root that is the form itself is gated", async ({ lab, page }) => {
  await lab.open(
    `<form id="form" data-quota-action="publishProcess"><input name="form"><button>a</button></form>`,
  );
  await lab.bind({ root: "#form" });
  await lab.deny();
  await expect(page.getByRole("button")).toHaveAttribute("aria-disabled", "true");
});

test("in a shadow root: state, reason, region, style and stops stay inside", async ({ lab, page }) => {
  await lab.open(`<div id="host"></div>`);
  await page.evaluate(() => {
    const shadow = document.querySelector("#host")?.attachShadow({ mode: "open" });
    const control = document.createElement("button");
    control.id = "go";
    control.dataset["quotaAction"] = "publishProcess";
    control.append(document.createElement("b"), "Publish");
    shadow?.append(control);
    if (shadow) window.lab.listen(shadow);
  });
  await lab.bind({ root: "#host", shadow: true });
  await lab.deny();
  await page.locator("#go").click({ force: true });
  expect(await lab.log()).toEqual(["onDenied go No room.", "denied publishProcess"]);
  await expect(page.getByRole("button", { name: "Publish", disabled: true })).toHaveAccessibleDescription(
    "No room.",
  );
  const inside = await page.evaluate(() => {
    const shadow = document.querySelector("#host")?.shadowRoot;
    return [shadow?.adoptedStyleSheets.length, shadow?.querySelector("[data-quota-live]")?.textContent];
  });
  expect(inside).toEqual([1, "No room."]);
  expect(await page.evaluate(() => document.querySelectorAll("[data-quota-live]").length)).toBe(0);
  await lab.undo();
  expect(await page.evaluate(() => document.querySelector("#host")?.shadowRoot?.innerHTML)).toBe(
    `<button id="go" data-quota-action="publishProcess"><b></b>Publish</button>`,
  );
});

test("someone about to act is noticed while the answer is stale or missing", async ({ lab, page }) => {
  await lab.open(`
    <form><input id="title" required><button id="go" data-quota-action="publishProcess">Publish</button></form>
    <a id="far" href="#">far</a>`);
  await lab.bind();
  await page.locator("#title").hover();
  expect(await lab.log()).not.toContain("intent");
  for (const phase of ["stale", "unavailable"] as const) {
    await lab.set({ phase });
    await page.locator("#far").focus();
    await page.locator("#far").hover();
    expect(await lab.log(), "elsewhere").not.toContain("intent");
    await page.locator("#title").focus();
    expect(await lab.log(), "focus").toContain("intent");
    await page.locator("#go").hover();
    expect(await lab.log(), "pointer").toContain("intent");
    await page.locator("#go").dispatchEvent("click");
    expect(await lab.log(), "click, then invalid").toEqual(["intent", "app click go", "intent"]);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    expect(await lab.log(), "visible").toEqual(["intent"]);
  }
});

test("a pointer on a natively disabled button is noticed, too", async ({ lab, page }) => {
  await lab.open(button);
  await lab.bind({ mode: "disabled" });
  await lab.deny();
  await lab.set({ phase: "stale" });
  await page.locator("#go").hover({ force: true });
  expect(await lab.log()).toContain("intent");
});

test("a page without controls is left as it is", async ({ lab }) => {
  await lab.open("<p>Nothing here.</p>");
  const before = await lab.markup();
  await lab.set({ phase: "stale" });
  await lab.bind();
  expect(await lab.markup()).toBe(before);
  expect(await lab.log()).toEqual([]);
});
