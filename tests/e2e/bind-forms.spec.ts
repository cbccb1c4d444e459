import type { Page } from "@playwright/test";
import { expect, test } from "./support/bind.js";

const publish = `data-quota-action="publishProcess" data-quota-voters-from="#voters"`;
const form = `
  <form id="form"><label>Voters <input id="voters" value="100"></label>
    <button id="go" ${publish}>Publish</button></form>`;

const complaint = (page: Page, selector = "#voters") =>
  page.locator(selector).evaluate((field: HTMLInputElement) => field.validationMessage);
const isValid = (page: Page) =>
  page.locator("form").evaluate((form: HTMLFormElement) => form.checkValidity());

test("a field whose value is too large is invalid while it is, and says what fits", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  expect(await isValid(page)).toBe(true);
  await page.locator("#voters").fill("414");
  expect(await complaint(page)).toBe("At most 413 voters.");
  expect(await lab.accessible("#voters")).toMatchObject({ invalid: true, description: "No room." });
  expect(await lab.accessible("#go")).toMatchObject({ disabled: true, description: "No room." });
  await page.locator("#voters").fill("413");
  expect(await isValid(page)).toBe(true);
  expect(await lab.accessible("#voters")).toMatchObject({ invalid: false, description: "" });
  expect(await lab.accessible("#go")).toMatchObject({ disabled: false, description: "" });
});

test("a changed limit changes what a field says", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await lab.set({ maxVoters: 50 });
  expect(await complaint(page)).toBe("At most 50 voters.");
  await lab.set({ maxVoters: 60 });
  expect(await complaint(page)).toBe("At most 60 voters.");
  await lab.set({ maxVoters: 100 });
  expect(await complaint(page)).toBe("");
});

test("a field is not to blame for what a smaller value doesn't help", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await lab.deny();
  expect(await lab.accessible("#go")).toMatchObject({ disabled: true });
  expect(await complaint(page)).toBe("");
  expect(await lab.accessible("#voters")).toMatchObject({ invalid: false, description: "" });
});

test("typing is answered aloud", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await lab.set({ maxVoters: 413, message: "At most 413 voters." });
  await page.locator("#voters").focus();
  await page.locator("#voters").fill("500");
  expect(await lab.spoken()).toBe("At most 413 voters.");
  await page.locator("#voters").fill("41");
  expect(await lab.spoken()).toBe("");
});

test("what the application says of a field counts first", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  const complain = (message: string) =>
    page
      .locator("#voters")
      .evaluate((field: HTMLInputElement, text) => field.setCustomValidity(text), message);
  await complain("Must be even.");
  await page.locator("#voters").fill("501");
  expect(await complaint(page)).toBe("Must be even.");
  await complain("");
  await page.locator("#voters").fill("500");
  expect(await complaint(page)).toBe("At most 413 voters.");
  await complain("Must be odd.");
  await page.locator("#voters").fill("2");
  expect(await complaint(page)).toBe("Must be odd.");
});

test("an application that clears a field at each stroke doesn't clear what the gate says", async ({
  lab,
  page,
}) => {
  await lab.open(form);
  await page
    .locator("#voters")
    .evaluate((field: HTMLInputElement) =>
      field.addEventListener("input", () => field.setCustomValidity("")),
    );
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  await page.locator("#voters").fill("500");
  await expect.poll(() => complaint(page)).toBe("At most 413 voters.");
});

test("the application's own descriptions of a field are kept", async ({ lab, page }) => {
  await lab.open(`<p id="hint">Of all lists.</p>${form.replace("value=", 'aria-describedby="hint" value=')}`);
  await lab.bind();
  await lab.set({ maxVoters: 50 });
  expect(await lab.accessible("#voters")).toMatchObject({ description: "Of all lists. No room." });
  await lab.undo();
  await expect(page.locator("#voters")).toHaveAttribute("aria-describedby", "hint");
  expect(await complaint(page)).toBe("");
});

const two = `
  <form id="form"><input id="voters" value="10">
    <button id="go" ${publish}>Publish</button>
    <button id="other" data-quota-action="publishProcess" data-quota-voters-from="#voters" data-quota-count-from="#voters">Create</button>
    <button id="draft" name="draft">Save</button></form>`;

test("a field that two buttons look at is invalid once it keeps both closed", async ({ lab, page }) => {
  await lab.open(two);
  await lab.bind();
  await lab.set({ maxVoters: 5 });
  expect(await complaint(page)).toBe("At most 5 voters.");
  await page
    .locator("#other")
    .evaluate((button) => button.setAttribute("data-quota-action", "createManagedOrg"));
  await expect.poll(() => complaint(page)).toBe("");
});

test("another button of the form submits it all the same, and the field stays as it was", async ({
  lab,
  page,
}) => {
  await lab.open(form.replace("</form>", `<button id="draft" type="submit">Save</button></form>`));
  await lab.bind();
  await lab.set({ maxVoters: 5 });
  expect(await complaint(page)).toBe("At most 5 voters.");
  await page.locator("#draft").click();
  expect(await lab.log()).toEqual(["app click draft", "app submit form"]);
  await expect.poll(() => complaint(page)).toBe("At most 5 voters.");
  await page.locator("#go").click({ force: true });
  expect(await lab.log()).toEqual(["onDenied go No room.", "denied publishProcess"]);
});

test("a form asked to submit by script shows the field", async ({ lab, page }) => {
  await lab.open(form);
  await lab.bind();
  await lab.set({ maxVoters: 5 });
  await page.evaluate(() => document.querySelector("form")?.requestSubmit());
  await expect(page.locator("#voters")).toBeFocused();
  expect(await lab.log()).toEqual([]);
});

test("a field counts as it would be submitted: not when its fieldset is disabled", async ({ lab, page }) => {
  await lab.open(`
    <form id="form"><fieldset id="set"><legend>List</legend><input id="voters" value="500"></fieldset>
      <button id="go" ${publish}>Publish</button></form>`);
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  expect(await lab.asked()).toEqual({ voters: 500 });
  const disable = (disabled: boolean) =>
    page.locator("#set").evaluate((set: HTMLFieldSetElement, value) => {
      set.disabled = value;
    }, disabled);
  await disable(true);
  await expect.poll(() => lab.asked()).toEqual({});
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "allow");
  await disable(false);
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "deny");
  expect(await complaint(page)).toBe("At most 413 voters.");
});

test("a button in a disabled fieldset stays disabled, whatever the gate says", async ({ lab, page }) => {
  await lab.open(
    `<form><fieldset disabled><button id="go" data-quota-action="publishProcess">Go</button></fieldset></form>`,
  );
  await lab.bind();
  await expect(page.locator("#go")).toBeDisabled();
  await lab.deny();
  await lab.allow();
  await expect(page.locator("#go")).toBeDisabled();
  expect(await lab.accessible("#go")).toMatchObject({ disabled: true });
});

test("a button that belongs to a form from outside reads the form's fields", async ({ lab, page }) => {
  await lab.open(`
    <input id="voters" value="1"><form id="form"><input id="voters" value="500"></form>
    <button id="go" form="form" ${publish}>Publish</button>`);
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  expect(await lab.asked()).toEqual({ voters: 500 });
  expect(await complaint(page, "#form #voters")).toBe("At most 413 voters.");
  await page.locator("#form #voters").fill("7");
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "allow");
});

test("a form that asks follows its own fields", async ({ lab, page }) => {
  await lab.open(
    `<form id="form" ${publish}><input id="voters" value="500"><button id="go">Publish</button></form>`,
  );
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  expect(await lab.accessible("#go")).toMatchObject({ disabled: true, description: "No room." });
  expect(await complaint(page)).toBe("At most 413 voters.");
  await page.locator("#voters").fill("3");
  expect(await lab.accessible("#go")).toMatchObject({ disabled: false });
});

test("a field that comes later counts, and one that leaves doesn't", async ({ lab, page }) => {
  await lab.open(`<form id="form"><p id="place"></p><button id="go" ${publish}>Publish</button></form>`);
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  expect(await lab.asked()).toEqual({});
  await page.locator("#place").evaluate((place) => {
    const field = Object.assign(document.createElement("input"), { id: "voters", value: "500" });
    place.append(field);
  });
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "deny");
  expect(await complaint(page)).toBe("At most 413 voters.");
  await page.locator("#voters").fill("5");
  await expect(page.locator("#go")).toHaveAttribute("data-quota-verdict", "allow");
  await page.locator("#voters").evaluate((field) => field.remove());
  await expect.poll(() => lab.asked()).toEqual({});
});

test("a group of radio buttons counts by the one that is chosen", async ({ lab, page }) => {
  await lab.open(`
    <form id="form"><label><input type="radio" name="size" value="100">100</label><label><input type="radio" name="size" value="500">500</label>
      <button id="go" data-quota-action="publishProcess" data-quota-voters-from="[name=size]">Publish</button></form>`);
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  expect(await lab.asked()).toEqual({});
  await page.getByLabel("500").check();
  expect(await lab.asked()).toEqual({ voters: 500 });
  await page.getByLabel("100").check();
  expect(await lab.asked()).toEqual({ voters: 100 });
});

test("a select and a range count by their value", async ({ lab, page }) => {
  await lab.open(`
    <form id="form"><select id="voters"><option>100<option>500</select><input id="questions" type="range" min="1" max="9" value="2">
      <button id="go" ${publish} data-quota-questions-from="#questions">Publish</button></form>`);
  await lab.bind();
  await lab.set({ maxVoters: 413 });
  expect(await lab.asked()).toEqual({ voters: 100, questions: 2 });
  await page.locator("#voters").selectOption("500");
  expect(await complaint(page)).toBe("At most 413 voters.");
  await page.locator("#questions").fill("9");
  expect(await lab.asked()).toEqual({ voters: 500, questions: 9 });
});

test("in a shadow root the fields are found, and say what fits, inside", async ({ lab, page }) => {
  await lab.open(`<div id="host"></div>${form}`);
  await page.locator("#host").evaluate((host) => {
    const form = document.querySelector("form");
    if (form) host.attachShadow({ mode: "open" }).append(form);
  });
  await lab.bind({ root: "#host", shadow: true });
  await lab.set({ maxVoters: 413 });
  await page.locator("#voters").fill("500");
  expect(await complaint(page)).toBe("At most 413 voters.");
  await expect(page.locator("#go")).toHaveAttribute("aria-disabled", "true");
  await page.locator("#voters").fill("5");
  expect(await complaint(page)).toBe("");
});

test("a field is judged by what stands in it, also where the button stays closed for another reason", async ({
  lab,
  page,
}) => {
  await lab.open(form);
  await lab.bind();
  await lab.set({ verdict: "deny", maxVoters: 413 });
  await page.locator("#voters").fill("500");
  expect(await complaint(page)).toBe("At most 413 voters.");
  await page.evaluate(() => document.querySelector("form")?.reset());
  await expect.poll(() => complaint(page)).toBe("");
  expect(await lab.accessible("#go")).toMatchObject({ disabled: true });
});

test("a field that kept nobody closed while it was shared is invalid once it keeps who is left", async ({
  lab,
  page,
}) => {
  await lab.open(`
    <form id="form"><input id="voters" value="500"><button id="go" ${publish}>Publish</button>
      <button id="other" data-quota-action="createManagedOrg" data-quota-count-from="#voters">Create</button></form>`);
  await lab.bind();
  await lab.set({ maxVoters: 413 }, "publishProcess");
  expect(await complaint(page)).toBe("");
  await page.locator("#other").evaluate((button) => button.removeAttribute("data-quota-count-from"));
  await expect.poll(() => complaint(page)).toBe("At most 413 voters.");
});

test("one radio button of a group is a flag by itself", async ({ lab, page }) => {
  await lab.open(`
    <form id="form"><label><input type="radio" name="otp" id="mail">By mail</label><label><input type="radio" name="otp">None</label>
      <button id="go" data-quota-action="publishProcess" data-quota-email-otp-from="#mail">Publish</button></form>`);
  await lab.bind();
  await page.getByLabel("By mail").check();
  expect(await lab.asked()).toEqual({ emailOtp: true });
  await page.getByLabel("None").check();
  expect(await lab.asked()).toEqual({ emailOtp: false });
});
