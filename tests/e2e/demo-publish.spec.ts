import type { Page } from "@playwright/test";
import { arrange, deleteOrganization, expect, expectClosed, expectOpen, test } from "./support/demo";

const REASON = "This can't be published right now. Please contact support.";

const publishButton = (page: Page) => page.getByRole("button", { name: "Publish vote" });

/** 1 slot, 413 votes, 110 e-mails and 30 SMS are left. */
test.beforeEach(async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/");
  await expectOpen(publishButton(page));
});

test("the number of voters decides, as it is typed", async ({ page }) => {
  await page.getByLabel("E-mail").uncheck();
  await page.getByLabel("Voters", { exact: true }).fill("414");
  await expectClosed(publishButton(page), REASON);
  await page.getByLabel("Voters", { exact: true }).fill("413");
  await expectOpen(publishButton(page));
  await page.getByLabel("Questions").fill("2");
  await expectClosed(publishButton(page), REASON);
  await page.getByLabel("Voters", { exact: true }).fill("206");
  await expectOpen(publishButton(page));
});

test("so do the channels of the login codes", async ({ page }) => {
  await page.getByLabel("Voters", { exact: true }).fill("111");
  await expectClosed(publishButton(page), REASON);
  await page.getByLabel("E-mail").uncheck();
  await expectOpen(publishButton(page));
  await page.getByLabel("SMS", { exact: true }).check();
  await expectClosed(publishButton(page), REASON);
  await page.getByLabel("Voters", { exact: true }).fill("30");
  await expectOpen(publishButton(page));
  await page.getByLabel("E-mail").check();
  await expectOpen(publishButton(page));
});

test("too many voters can't be sent off by Enter in any field", async ({ page, demo }) => {
  await page.getByLabel("Title").fill("Annual meeting");
  await page.getByLabel("Voters", { exact: true }).fill("500");
  await page.getByLabel("Voters", { exact: true }).press("Enter");
  await page.getByLabel("Title").press("Enter");
  await expectClosed(publishButton(page), REASON);
  expect(demo.sandbox.requests({ method: "POST" })).toEqual([]);
});

test("a vote from its publication to its end", async ({ page, demo, consoleWatch }) => {
  await page.getByLabel("Organization", { exact: true }).selectOption("Harbour Sailing Club");
  await page.getByLabel("Title").fill("Annual meeting");
  await page.getByLabel("Voters", { exact: true }).fill("20");
  await publishButton(page).click();
  await expect(page.getByText("“Annual meeting” is published.")).toBeVisible();
  await expectClosed(publishButton(page), REASON);

  const codes = page.locator("#codes");
  await expect(codes.getByLabel("Vote")).toHaveText("Annual meeting (e-mail)");
  await codes.getByLabel("Codes").fill("3");
  await codes.getByRole("button", { name: "Send by e-mail" }).click();
  await expect(page.getByText("3 codes sent by e-mail.")).toBeVisible();
  consoleWatch.expectFailure("/api/otp", 400);
  await codes.getByRole("button", { name: "Send by SMS" }).click();
  await expect(page.getByText("This vote doesn't use codes of this kind.")).toBeVisible();

  const trial = page.locator("#ballots");
  await trial.getByLabel("Ballots").fill("12");
  await trial.getByRole("button", { name: "Cast test votes" }).click();
  await expect(page.getByText("12 votes cast.")).toBeVisible();
  const { sentEmails, sentVotes, managedProcesses } = demo.sandbox.account("near-limits").usage;
  expect({ sentEmails, sentVotes, managedProcesses }).toEqual({
    sentEmails: 1893,
    sentVotes: 4599,
    managedProcesses: 25,
  });

  const [, running] = demo.sandbox.account("near-limits").organizations;
  consoleWatch.expectFailure(`/api/organizations/${running}`, 409);
  await deleteOrganization(page, "Harbour Sailing Club");
  await expect(page.getByText("This organization has a vote running.")).toBeVisible();
  await trial.getByRole("button", { name: "End vote" }).click();
  await expect(page.getByText("The vote has ended.", { exact: true })).toBeVisible();
  await expect(trial.getByLabel("Vote", { exact: true })).toHaveText("Publish a vote first");
  await deleteOrganization(page, "Harbour Sailing Club");
  await expect(page.getByText("Harbour Sailing Club is deleted.")).toBeVisible();
});

test("codes and test votes close when more are asked for than are left", async ({ page }) => {
  const sms = page.getByRole("button", { name: "Send by SMS" });
  const mail = page.getByRole("button", { name: "Send by e-mail" });
  await page.getByLabel("Codes").fill("31");
  await expectClosed(sms, "This can't be sent right now. Please contact support.");
  await expectOpen(mail);
  await page.getByLabel("Codes").fill("30");
  await expectOpen(sms);
  const cast = page.getByRole("button", { name: "Cast test votes" });
  await page.getByLabel("Ballots").fill("414");
  await expectClosed(cast, "This can't be sent right now. Please contact support.");
  await page.getByLabel("Ballots").fill("413");
  await expectOpen(cast);
});
