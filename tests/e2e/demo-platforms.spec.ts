import type { Page } from "@playwright/test";
import { breakIt, chooseClient, expect, expectClosed, test } from "./support/demo";

const PAGES = ["/", "/console", "/exports", "/servers"] as const;
const LINKS = [
  ["Votes · Vocdoni", "/"],
  ["Exports · Didomi", "/exports"],
  ["Servers · described", "/servers"],
] as const;

const platforms = (page: Page) => page.getByRole("navigation", { name: "Platforms" });
const links = (page: Page) => platforms(page).getByRole("link");

for (const path of PAGES) {
  test(`the switch between platforms is the same everywhere, ${path}`, async ({ page }) => {
    await page.goto(path);
    await expect(links(page)).toHaveCount(LINKS.length);
    for (const [i, [name, href]] of LINKS.entries()) {
      await expect(links(page).nth(i)).toHaveAccessibleName(name);
      await expect(links(page).nth(i)).toHaveAttribute("href", href);
    }
    const current = platforms(page).locator("[aria-current]");
    await expect(current).toHaveCount(1);
    await expect(current).toHaveAttribute("href", path === "/console" ? "/" : path);
    await expect(current).toHaveAttribute("aria-current", path === "/console" ? "true" : "page");
  });

  test(`the page comes with a strict policy, ${path}`, async ({ request }) => {
    const answer = await request.get(path);
    expect(answer.headers()["content-type"]).toBe("text/html; charset=utf-8");
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe-inline");
    expect(await answer.text()).not.toContain("<!-- include");
  });
}

const WIRINGS = [
  ["HTML", "/wiring/html", "'none'"],
  ["Elements", "/wiring/elements", "'none'"],
  ["React", "/wiring/react", "'none'"],
  ["Vue", "/wiring/vue", "vue"],
  ["Svelte", "/wiring/svelte", "svelte-trusted-html"],
] as const;

for (const path of PAGES) {
  test(`the ways to wire it are one link away, ${path}`, async ({ page }) => {
    await page.goto(path);
    await page.getByRole("link", { name: "Ways to wire it" }).click();
    await expect(page).toHaveURL(/\/wiring\/html$/);
    await expect(platforms(page).locator("[aria-current]")).toHaveCount(0);
  });
}

test("from way to way, each with its source", async ({ page }) => {
  await page.goto("/wiring/html");
  const ways = page.getByRole("navigation", { name: "Ways to wire it" });
  for (const [name, path] of WIRINGS) {
    await ways.getByRole("link", { name, exact: true }).click();
    await expect(page).toHaveURL((url) => url.pathname === path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Ways to wire it: ${name}`);
    await expect(ways.locator("[aria-current=page]")).toHaveText(name);
    await expect(page.locator("[data-quota-verdict=deny]")).toHaveCount(1);
    const first = page.locator(".source").first();
    await expect(first.locator("[class^=hljs-]").first()).toBeVisible();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await first.getByRole("button", { name: "Copy" }).click();
    await expect(first.getByRole("button", { name: "Copied" })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await first.locator("pre").textContent());
    expect(copied.length).toBeGreaterThan(300);
  }
});

for (const [name, path, trustedTypes] of WIRINGS) {
  test(`no more than its framework needs is allowed, ${name}`, async ({ request }) => {
    const answer = await request.get(path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toMatch(new RegExp(`trusted-types ${trustedTypes}$`));
    expect(policy).not.toContain("unsafe-inline");
    expect(await answer.text()).not.toMatch(/<!-- (include|wiring)|style="/);
  });
}

test("from platform to platform by keyboard alone", async ({ page }) => {
  const closed = {
    "/exports": "Create and enable",
    "/servers": "Large, 8 cores",
    "/": "Create organization",
  } as const;
  await page.goto("/");
  for (const [i, path] of [
    [1, "/exports"],
    [2, "/servers"],
    [0, "/"],
  ] as const) {
    // Past the link that skips to the content.
    for (let stop = 0; stop < i + 2; stop += 1) await page.keyboard.press("Tab");
    await expect(links(page).nth(i)).toBeFocused();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === path);
    await expectClosed(page.getByRole("button", { name: closed[path] }), /./);
  }
});

test("three platforms are open at once, and none takes another's answer", async ({ page, context }) => {
  const exports = await context.newPage();
  const servers = await context.newPage();
  await Promise.all([page.goto("/console"), exports.goto("/exports"), servers.goto("/servers")]);
  await expect(page.locator("#meters .used").first()).toHaveText("1 of 1 used");
  await expect(exports.locator("#meters .left").first()).toHaveText("0 left");
  await expect(servers.locator("#meters .used").first()).toHaveText("9 of 10 used, 1 of them reserved");
  await chooseClient(exports, "media-group");
  await expect(exports.locator("#meters .left").first()).toHaveText("1 left");
  await expect(page.locator("#meters .used").first()).toHaveText("1 of 1 used");
  await expect(servers.locator("#meters .used").first()).toHaveText("9 of 10 used, 1 of them reserved");
});

test("starting over on one platform's page starts all of them over", async ({ page, context, demo }) => {
  await page.goto("/exports");
  const servers = await context.newPage();
  await servers.goto("/servers");
  demo.sandbox.cloud.setUsage({ instances: 2 });
  demo.sandbox.didomi.change("at-limit", { limits: { exports_configs: 9 } });
  demo.forget();
  await page.getByRole("button", { name: "Refresh" }).click();
  await servers.getByRole("button", { name: "Refresh" }).click();
  await expect(page.locator("#meters .left").first()).toHaveText("6 left");
  await expect(servers.locator("#meters .used").first()).toHaveText("3 of 10 used, 1 of them reserved");
  await servers.getByRole("button", { name: "Start over" }).click();
  await expect(page.locator("#meters .left").first()).toHaveText("0 left");
  await expect(servers.locator("#meters .used").first()).toHaveText("9 of 10 used, 1 of them reserved");
});

test("what is broken is broken on all platforms", async ({ page, context, consoleWatch }) => {
  for (const path of ["quotas", "premium-features", "marketplace/integrations", "usage"]) {
    consoleWatch.expectFailure(`/api/didomi/${path}`, 502);
  }
  consoleWatch.expectFailure("/api/cloud/quota", 500);
  await page.goto("/exports");
  const servers = await context.newPage();
  await servers.goto("/servers");
  for (const each of [page, servers]) await expect(each.locator("#state .badge")).toHaveText("Up to date");
  await breakIt(servers, "failing");
  for (const each of [page, servers]) {
    await expect(each.locator("#trouble")).toContainText("the platform had an error");
    await expect(each.locator("#broken")).toHaveText("The platform fails (500).");
  }
});
