/** From one page to the next: what is known goes along, in storage; and a page that comes back knows what happened meanwhile. */
import { readFileSync } from "node:fs";
import { allHeard, calm, expect, type Tab, test, until } from "./support/tabs";

const { "goog:chromeOptions": chrome } = JSON.parse(
  readFileSync(new URL("../../webdriver.json", import.meta.url), "utf8"),
);

test.use({
  launchOptions: {
    executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
    args: chrome.args,
    // Playwright's pages aren't kept in memory otherwise.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  },
});

declare global {
  interface Window {
    /** Before anybody was asked. */
    first: { source: string | null; phase: string; used: number | null; held: number; max: number | null };
    persisted: boolean | undefined;
  }
}

/** A page with a form that is sent the old way. Each page is the next one's start. */
const form = (persist: string) => `<!doctype html><html lang="en"><title>Form</title>
<form method="post" action="/organizations"><button data-quota-action="createManagedOrg">Create</button></form>
<script type="module">
import { createGate, vocdoni } from "/dist/index.js";
const gate = await createGate(vocdoni({ baseUrl: "/platform" }), { identity: "account-1", persist: "${persist}" });
const { phase, source, headroom } = gate.state;
const { used, held } = headroom.managedOrgs;
window.first = { phase, source, used, held, max: gate.check("createManagedOrg").max };
window.gate = gate;
gate.bind();
document.querySelector("form").addEventListener("submit", () => gate.hold("createManagedOrg").commit());
</script></html>`;

for (const persist of ["session", "local"] as const) {
  test(`${persist}: the page after a form that was sent already counts what it took`, async ({
    page,
    site,
  }) => {
    site.page("/", form(persist));
    site.page("/created", form(persist));
    const release = site.holdBack();
    await page.goto(site.url);
    await page.waitForFunction(() => window.first);
    expect(await page.evaluate(() => window.first)).toMatchObject({
      source: null,
      phase: "loading",
      max: null,
    });
    release();
    await until(() => page.evaluate(() => ({ ...window.gate.state })), { phase: "ready", source: "server" });

    const releaseNext = site.holdBack();
    await page.getByRole("button", { name: "Create" }).click();
    await page.waitForURL("**/created");
    await page.waitForFunction(() => window.first);
    // By the stored answer, and no other: 12 of 50, and the one that was just created.
    expect(await page.evaluate(() => window.first)).toEqual({
      source: "cache",
      phase: "ready",
      used: 12,
      held: 1,
      max: 37,
    });
    await expect(page.getByRole("button", { name: "Create" })).toHaveAttribute("data-quota-verdict", "allow");
    expect(await page.evaluate(() => window.gate.state.source)).toBe("cache");
    releaseNext();
    const seen = () =>
      page.evaluate(() => {
        const { used, held } = window.gate.state.headroom.managedOrgs;
        return { used, held, source: window.gate.state.source };
      });
    await until(seen, { source: "server", used: 13, held: 0 });
  });

  test(`${persist}: the last place, taken by a form that was sent, is closed from the first moment on`, async ({
    page,
    site,
  }) => {
    site.page("/", form(persist));
    site.page("/created", form(persist));
    site.use(49);
    await page.goto(site.url);
    const button = page.getByRole("button", { name: "Create" });
    await expect(button).toHaveAttribute("data-quota-verdict", "allow");
    const release = site.holdBack();
    await button.click();
    await page.waitForURL("**/created");
    await page.waitForFunction(() => window.first);
    expect(await page.evaluate(() => window.first)).toMatchObject({ source: "cache", held: 1, max: 0 });
    await expect(button).toHaveAttribute("data-quota-verdict", "deny");
    release();
    await until(() => page.evaluate(() => ({ ...window.gate.state })), { source: "server" });
    await expect(button).toHaveAttribute("data-quota-verdict", "deny");
  });
}

test("what one tab keeps in local storage is another's start, and in session storage is not", async ({
  world,
  site,
}) => {
  const alone = { shareAcrossTabs: false } as const;
  const [local, session] = [
    { ...alone, identity: "account-1", persist: "local" },
    { ...alone, identity: "account-2", persist: "session" },
  ] as const;
  for (const options of [local, session]) {
    const [tab] = await world.open(1, options);
    await tab?.hold();
  }
  const release = site.holdBack();
  const [next, other] = [await world.blank(), await world.blank()];
  await next.open(local);
  await next.shows({ phase: "ready", source: "cache", used: 12, held: 1 });
  await other.open(session);
  await other.shows({ phase: "loading", source: null, used: null, held: 0 });
  release();
});

/** A page in a frame that may run scripts, and nothing else: it has no origin, and so no storage, no locks, no other tabs. */
for (const persist of ["session", "local"]) {
  test(`a frame whose storage is blocked works without (${persist})`, async ({ page, site }) => {
    site.page(
      "/framed",
      `<!doctype html><html lang="en"><title>Framed</title><script type="module">
      import { createGate, vocdoni } from "${site.url}/dist/index.js";
      const blocked = await Promise.all(
        [() => localStorage, () => sessionStorage, () => navigator.locks.query()].map(async (act) => {
          try { await act(); return "open"; } catch (error) { return error.name; }
        }),
      );
      const options = { identity: "account-1", persist: "${persist}", shareAcrossTabs: true };
      const gate = await createGate(vocdoni({ baseUrl: "${site.url}/platform" }), options);
      gate.subscribe(() => {});
      await gate.ready;
      gate.hold("createManagedOrg").release();
      await gate.refresh();
      const { phase, source, error } = gate.state;
      const said = { blocked, phase, source, error: error?.code, allowed: gate.can("createManagedOrg") };
      gate.clear();
      await gate.refresh();
      gate.dispose();
      parent.postMessage(said, "*");
      </script></html>`,
    );
    site.page(
      "/frame",
      `<!doctype html><html lang="en"><title>Frame</title>
      <script>addEventListener("message", ({ data }) => { window.said = data; });</script>
      <iframe sandbox="allow-scripts" src="/framed" title="Framed"></iframe></html>`,
    );
    await page.goto(`${site.url}/frame`);
    const said = await page.waitForFunction(() => (window as unknown as { said?: object }).said);
    expect(await said.jsonValue()).toEqual({
      blocked: ["SecurityError", "SecurityError", "SecurityError"],
      phase: "ready",
      source: "server",
      error: undefined,
      allowed: true,
    });
  });
}

test.describe("a page in the browser's memory", () => {
  /** Goes to another page of the same tab. */
  const away = async ({ page }: Tab, url: string) => {
    await page.evaluate(() => {
      addEventListener("pageshow", ({ persisted }) => {
        window.persisted = persisted;
      });
    });
    await page.goto(`${url}/away`);
  };
  const back = async ({ page }: Tab) => {
    await page.goBack({ waitUntil: "commit" });
    expect(await page.evaluate(() => window.persisted), "kept in memory").toBe(true);
  };

  test("lets go of everything, and when it is back knows what happened meanwhile", async ({
    world,
    site,
  }) => {
    site.page("/away", "<!doctype html><title>Away</title>");
    const tabs = (await world.open(2, { refreshEvery: 10_000 })) as [Tab, Tab];
    const [first, second] = tabs;
    const name = await first.name();
    const [here, lead] = [`${name}/here`, `${name}/lead`];
    await until(() => second.locks(), { held: [here, here, lead], pending: [lead] });

    await away(first, site.url);
    await until(() => second.locks(), { held: [here, lead], pending: [] });
    site.use(13);
    await second.refresh();
    await second.hold();
    await second.shows({ source: "server", used: 13, held: 1 });

    const before = site.requests;
    await back(first);
    await first.shows({ phase: "ready", source: "tab", used: 13, held: 1 });
    await until(() => second.locks(), { held: [here, here, lead], pending: [lead] });
    expect(site.requests).toBe(before);

    // And it goes on as one of them.
    site.use(14);
    await first.refresh();
    await second.end("release");
    for (const tab of tabs) await tab.shows({ phase: "ready", used: 14, held: 0 });
  });

  test("is told again of what was released meanwhile, and tells what it holds", async ({ world, site }) => {
    site.page("/away", "<!doctype html><title>Away</title>");
    const tabs = (await world.open(2)) as [Tab, Tab];
    const [first, second] = tabs;
    await second.hold();
    await first.hold();
    for (const tab of tabs) await tab.shows({ held: 2 });
    await away(first, site.url);
    await second.end("release");
    await second.shows({ held: 1 });
    await back(first);
    await first.shows({ held: 1 });
    await first.end("release");
    for (const tab of tabs) await tab.shows({ held: 0 });
  });

  test("has signed out, when another tab did meanwhile", async ({ world, site }) => {
    site.page("/away", "<!doctype html><title>Away</title>");
    const [first, second] = (await world.open(2)) as [Tab, Tab];
    await away(first, site.url);
    await second.page.evaluate(() => window.gate.clear());
    await back(first);
    await allHeard([first, second]);
    await expect.poll(() => first.seen()).toMatchObject({ used: null, source: null });
  });

  test("is stale when it is back, and the others have a fresh answer: nobody asks", async ({
    world,
    site,
  }) => {
    site.page("/away", "<!doctype html><title>Away</title>");
    const tabs = (await world.open(2)) as [Tab, Tab];
    const [first, second] = tabs;
    const twoMinutesPass = () => {
      const now = Date.now;
      Date.now = () => now() + 120_000;
    };
    await first.page.evaluate(`addEventListener("pagehide", ${twoMinutesPass})`);
    await away(first, site.url);
    await second.page.evaluate(twoMinutesPass);
    await second.shows({ phase: "stale" });
    site.use(13);
    await second.refresh();
    const before = site.requests;
    await back(first);
    await calm(tabs);
    await first.shows({ phase: "ready", source: "tab", used: 13 });
    expect(site.requests).toBe(before);
  });
});
