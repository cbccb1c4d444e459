import { expect, test } from "./support/bind.js";

const denied = ["onDenied go No room.", "denied publishProcess"];
const form = `
  <form id="form" data-quota-action="publishProcess">
    <input id="title"><input id="size">
    <button id="go">Publish</button>
  </form>
  <button id="outside" form="form">Publish, too</button>
  <input id="image" type="image" alt="Publish as well" form="form">`;

for (const [kind, html] of Object.entries({
  button: `<button id="go" data-quota-action="publishProcess"><b id="inner">Publish</b></button>`,
  "input of type button": `<input id="go" type="button" value="Publish" data-quota-action="publishProcess">`,
  link: `<a id="go" href="/elsewhere" data-quota-action="publishProcess"><b id="inner">Publish</b></a>`,
  "element with the role of a button": `<div id="go" role="button" tabindex="0" data-quota-action="publishProcess">Publish</div>`,
})) {
  test(`a click on a closed ${kind} goes nowhere`, async ({ lab, page }) => {
    await lab.open(html);
    await lab.bind();
    await lab.deny();
    await page.locator("#go").click({ force: true });
    expect(await lab.log()).toEqual(denied);
    expect(page.url()).toMatch(/8931\/$/);
  });

  test(`no key that activates a closed ${kind} reaches the application`, async ({ lab, page }) => {
    await lab.open(html);
    await lab.bind();
    await lab.deny();
    await page.locator("#go").focus();
    for (const key of kind === "link" ? ["Enter"] : ["Enter", "Space"]) {
      await page.keyboard.press(key);
      expect(await lab.log()).toEqual(denied);
    }
    expect(page.url()).toMatch(/8931\/$/);
  });

  test(`an open ${kind} works as before`, async ({ lab, page }) => {
    await lab.open(html.replace("/elsewhere", "#here"));
    await lab.bind();
    await page.locator("#go").click();
    expect(await lab.log()).toContainEqual(expect.stringMatching(/^app click (go|inner)$/));
  });
}

test("a stopped click isn't made up for when the gate opens", async ({ lab, page }) => {
  await lab.open(`<button id="go" data-quota-action="publishProcess">Publish</button>`);
  await lab.bind();
  await lab.deny();
  await page.locator("#go").click({ force: true });
  await lab.allow();
  expect(await lab.log()).toEqual(denied);
  await page.locator("#go").click();
  expect(await lab.log()).toEqual(["app click go"]);
});

test("the middle button opens no closed link, the right one is left alone", async ({
  lab,
  page,
  context,
}) => {
  await lab.open(`<a id="go" href="/elsewhere" data-quota-action="publishProcess">Publish</a>`);
  await lab.bind();
  await lab.deny();
  await page.locator("#go").click({ button: "middle", force: true });
  expect(await lab.log()).toEqual(denied);
  expect(context.pages()).toHaveLength(1);
  await page.locator("#go").click({ button: "right", force: true });
  expect(await lab.log()).toEqual(["app auxclick go"]);
});

test("Tab moves on, other keys arrive, and Space on a link still scrolls", async ({ lab, page }) => {
  await lab.open(`
    <a id="go" href="/elsewhere" data-quota-action="publishProcess">Publish</a>
    <button id="next" data-quota-action="publishProcess">Publish</button>`);
  await lab.bind();
  await lab.deny();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  expect(await lab.log()).toContain("app keydown   go");
  await page.keyboard.press("Tab");
  await expect(page.locator("#next")).toBeFocused();
  await page.keyboard.press("Escape");
  expect(await lab.log()).toContain("app keydown Escape next");
});

test("a key that is held down is one attempt", async ({ lab, page }) => {
  await lab.open(`<button id="go" data-quota-action="publishProcess">Publish</button>`);
  await lab.bind();
  await lab.deny();
  await page.locator("#go").focus();
  for (let i = 0; i < 3; i++) await page.keyboard.down("Enter");
  expect(await lab.log()).toEqual(denied);
});

for (const type of ["checkbox", "radio"]) {
  test(`neither pointer, nor label, nor Space sets a closed ${type}`, async ({ lab, page }) => {
    await lab.open(`
      <form id="form"><label id="label">
        <input id="go" type="${type}" data-quota-action="publishProcess"> Two factors, <a id="terms" href="#terms">terms</a>
      </label><button id="send">Send</button></form>
      <label id="far" for="go">Also this one</label>`);
    await lab.bind();
    await lab.deny();
    for (const selector of ["#go", "#far"]) {
      await page.locator(selector).click({ force: true });
      expect((await lab.log()).filter((line) => !line.includes("app click far"))).toEqual(denied);
    }
    await page.locator("#label").click({ force: true, position: { x: 40, y: 8 } });
    expect((await lab.log()).filter((line) => !line.includes("app click label"))).toEqual(denied);
    await page.locator("#go").press("Space");
    expect(await lab.log()).toEqual(denied);
    await expect(page.locator("#go")).not.toBeChecked();

    await page.locator("#terms").click();
    expect(page.url()).toContain("#terms");
    await lab.log();
    await page.locator("#go").press("Enter");
    expect(await lab.log()).toContain("app submit form");
  });
}

test("every way to submit a closed form is stopped", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await lab.deny();
  const stopped = ["onDenied form No room.", "denied publishProcess"];
  for (const button of ["#go", "#outside", "#image"]) {
    await page.locator(button).click({ force: true });
    expect(await lab.log(), button).toEqual(stopped);
  }
  await page.locator("#title").press("Enter");
  expect(await lab.log()).toEqual(["app keydown Enter title", ...stopped, "app keyup Enter title"]);
  await page.evaluate(() => document.querySelector("form")?.requestSubmit());
  expect(await lab.log()).toEqual(stopped);
  await page.evaluate(() =>
    document.querySelector("form")?.requestSubmit(document.querySelector<HTMLElement>("#outside")),
  );
  expect(await lab.log()).toEqual(stopped);
});

test("an open form submits", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await page.locator("#title").press("Enter");
  await page.locator("#outside").click();
  expect((await lab.log()).filter((line) => line.startsWith("app submit"))).toHaveLength(2);
});

test("a closed form without a submit button isn't submitted by Enter", async ({ lab, page }) => {
  await lab.open(`<form id="form" data-quota-action="publishProcess"><input id="title"></form>`);
  await lab.bind();
  await lab.deny();
  await page.locator("#title").press("Enter");
  expect(await lab.log()).toEqual([
    "app keydown Enter title",
    "onDenied form No room.",
    "denied publishProcess",
    "app keyup Enter title",
  ]);
});

test("buttons that don't submit, and Cancel of a dialog, work in a closed form", async ({ lab, page }) => {
  await lab.open(`
    <dialog id="dialog"><form id="form" data-quota-action="publishProcess">
      <button id="other" type="button">Other</button> <button id="cancel" formmethod="dialog">Cancel</button>
      <button id="go">Publish</button>
    </form></dialog>`);
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  await lab.bind();
  await lab.deny();
  await page.locator("#other").click();
  await page.locator("#cancel").click();
  expect(await lab.log()).toEqual(["app click other", "app click cancel", "app submit form"]);
});

test("a closed button stops Enter in its form's fields, and being asked for by script", async ({
  lab,
  page,
}) => {
  await lab.open(
    `<form id="form"><input id="title"><button id="go" data-quota-action="publishProcess">Publish</button></form>`,
  );
  await lab.bind();
  await lab.deny();
  await page.locator("#title").press("Enter");
  expect(await lab.log()).toEqual(["app keydown Enter title", ...denied, "app keyup Enter title"]);
  await page.evaluate(() =>
    document.querySelector("form")?.requestSubmit(document.querySelector<HTMLElement>("#go")),
  );
  expect(await lab.log()).toEqual(denied);
});

test("a value that script set, and a button it just added, count at the click", async ({ lab, page }) => {
  await lab.open(`
    <input id="voters" value="10">
    <button id="go" data-quota-action="publishProcess" data-quota-voters-from="#voters">Publish</button>`);
  await lab.set({ maxVoters: 100 });
  await lab.bind();
  await page.evaluate(() => {
    const voters = document.querySelector<HTMLInputElement>("#voters");
    if (voters) voters.value = "500";
    document.querySelector<HTMLElement>("#go")?.click();
  });
  expect(await lab.log()).toEqual(denied);
  await page.evaluate(() => {
    const button = document.createElement("button");
    button.id = "new";
    button.dataset["quotaAction"] = "publishProcess";
    button.dataset["quotaVoters"] = "500";
    document.body.append(button);
    button.click();
  });
  expect(await lab.log()).toEqual(["onDenied new No room.", "denied publishProcess"]);
});
