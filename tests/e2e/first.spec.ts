/** The first decision: what a page does before the rest of the package is there, while it comes, and where it doesn't. */
import { createServer } from "node:http";
import path from "node:path";
import type { Page } from "@playwright/test";
import express from "express";
import type * as quotaGate from "quota-gate";
import { listen } from "../../www/loopback";
import { test as base, expect } from "./support/console";

type Gate = quotaGate.Gate<quotaGate.VocdoniActions, quotaGate.VocdoniResource>;

declare global {
  interface Window {
    api: typeof quotaGate;
    gate: Gate;
    /** What was shown of the first button, whenever that changed. */
    shown: string[];
    clicks: number;
    held: quotaGate.Hold;
  }
}

const PAGE = `<!doctype html><html lang="en"><title>First</title>
<form id="form"><input id="voters" value="10" aria-label="Voters">
<button id="create" type="button" data-quota-action="createManagedOrg">Create</button>
<button id="publish" data-quota-action="publishProcess" data-quota-voters-from="#voters">Publish</button></form>
<script type="module">
import * as api from "/dist/index.js";
window.api = api;
window.clicks = 0;
window.shown = [];
const button = document.querySelector("#create");
button.addEventListener("click", () => { window.clicks += 1; });
document.querySelector("#form").addEventListener("submit", (event) => { event.preventDefault(); window.clicks += 1; });
new MutationObserver(() => {
  const now = button.getAttribute("data-quota-verdict") + " " + button.getAttribute("aria-disabled");
  if (window.shown.at(-1) !== now) window.shown.push(now);
}).observe(button, { attributes: true });
</script></html>`;

const FULL = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 100, maxEmails: 5, maxSMS: 5 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 0, sentEmails: 0, sentSMS: 0 },
};

interface Site {
  readonly url: string;
  /** Lets the rest of the package come. */
  free(): void;
  /** What was asked for, in this order. */
  readonly asked: string[];
  /** What went with each question about the quota. */
  readonly tokens: (string | undefined)[];
  answer: { status: number; body: unknown };
  /** Who has none of these is not let in. */
  good: RegExp;
  /** The rest doesn't come at all. */
  broken: boolean;
}

const test = base.extend<{ site: Site }>({
  site: async ({ afterwards }, use) => {
    let free = () => {};
    const freed = new Promise<void>((resolve) => {
      free = resolve;
    });
    const site: Omit<Site, "url"> = {
      free,
      asked: [],
      tokens: [],
      answer: { status: 200, body: FULL },
      good: /^/,
      broken: false,
    };
    const app = express()
      .use((request, _, next) => {
        if (request.path !== "/favicon.ico") site.asked.push(request.path);
        next();
      })
      .get("/", (_, response) => void response.send(PAGE))
      .get("/favicon.ico", (_, response) => void response.status(204).end())
      .get("/api/quota", ({ headers: { authorization } }, response) => {
        site.tokens.push(authorization);
        const { status, body } = site.good.test(authorization ?? "")
          ? site.answer
          : { status: 401, body: {} };
        response.status(status).json(body);
      })
      .get("/dist/inline.js", async (_, response, next) => {
        if (site.broken) return void response.status(404).end();
        await freed;
        next();
      })
      .use("/dist", express.static(path.resolve(import.meta.dirname, "../../dist")));
    const { url, close } = await listen(createServer(app), 0);
    afterwards(close);
    await use(Object.assign(site, { url }));
    free();
  },
});

const open = async (page: Page, site: Site, options: object = {}): Promise<void> => {
  await page.goto(site.url);
  await page.waitForFunction(() => window.api !== undefined);
  await page.evaluate(async (options) => {
    window.gate = await window.api.createGate(
      window.api.vocdoni({ baseUrl: "/api/quota", path: "" }),
      options,
    );
    window.gate.bind();
  }, options);
};

const create = (page: Page) => page.locator("#create");
const publish = (page: Page) => page.locator("#publish");
const REASON = "This can't be created right now. Please contact support.";

test("buttons are closed and open before the rest is asked for", async ({ page, site }) => {
  await open(page, site);
  await expect(create(page)).toHaveAttribute("aria-disabled", "true");
  await expect(create(page)).toHaveAccessibleDescription(REASON);
  await expect(publish(page)).toHaveAttribute("data-quota-verdict", "allow");
  const before = site.asked.slice(0, site.asked.indexOf("/dist/inline.js"));
  expect(before.sort()).toEqual(["/", "/api/quota", "/dist/index.js", "/dist/quota_gate.wasm"]);
});

test("the quota is asked for while the WebAssembly is on its way", async ({ page, site }) => {
  const asked = page.waitForRequest("**/api/quota");
  await page.route("**/quota_gate.wasm", async (route) => {
    await asked;
    await route.continue();
  });
  await open(page, site);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  expect(site.tokens).toHaveLength(1);
});

test("where there is no WebAssembly, the question that is under way is not asked again", async ({
  page,
  site,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "WebAssembly");
  });
  await open(page, site);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  expect(site.asked).toContain("/dist/js.js");
  expect(site.tokens).toHaveLength(1);
});

test("what is closed is stopped, fields are followed, and what comes later is gated", async ({
  page,
  site,
}) => {
  await open(page, site);
  await create(page).click({ force: true });
  await create(page).press("Enter");
  await page.locator("#voters").fill("500");
  await expect(publish(page)).toHaveAttribute("data-quota-verdict", "deny");
  await publish(page).click({ force: true });
  await page.locator("#voters").press("Enter");
  expect(await page.evaluate(() => window.clicks)).toBe(0);
  await page.locator("#voters").fill("50");
  await publish(page).click({ force: true });
  expect(await page.evaluate(() => window.clicks)).toBe(1);
  await page.evaluate(() => {
    const later = document.createElement("button");
    later.id = "later";
    later.dataset["quotaAction"] = "createManagedOrg";
    document.querySelector("#form")?.append(later);
  });
  await expect(page.locator("#later")).toHaveAttribute("aria-disabled", "true");
});

test("the whole gate takes over without a flicker, and with the same answer", async ({ page, site }) => {
  await open(page, site);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  const first = await page.evaluate(() => window.gate.check("createManagedOrg"));
  const heard = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.gate.subscribe(({ phase }) => phase === "ready" && resolve(phase));
      }),
  );
  site.free();
  expect(await heard).toBe("ready");
  await expect(page.locator("[data-quota-live]")).toHaveCount(1);
  const second = await page.evaluate(() => window.gate.check("createManagedOrg"));
  expect({ ...second, asOf: 0 }).toEqual({ ...first, asOf: 0 });
  const shown = await page.evaluate(() => window.shown);
  expect(shown.filter((each) => each !== "pending true")).toEqual(["deny true"]);
  await expect(create(page)).toHaveAccessibleDescription(REASON);
  await expect(page.locator("[data-quota-reason]:not([hidden])")).toHaveCount(1);
  expect(await page.evaluate(() => window.gate.state.headroom.votes.remaining)).toBe(100);
  expect(site.asked.filter((each) => each === "/api/quota")).toHaveLength(1);
});

test("what only the whole gate can do waits for it, or isn't known yet", async ({ page, site }) => {
  await open(page, site);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  const early = await page.evaluate(() => {
    const { gate } = window;
    const plan = gate.checkAll([{ action: "publishProcess" }, { action: "relayVotes" }]);
    return {
      limits: plan.steps[0]?.maxParams,
      plan: [plan.verdict, plan.failedStep, plan.steps.map(({ verdict }) => verdict)],
      empty: gate.checkAll([]).failedStep,
      kept: gate.dehydrate(),
      phase: gate.state.phase,
      remaining: gate.headroom("votes").remaining,
    };
  });
  expect(early).toEqual({
    limits: { count: null, voters: null, questions: null },
    plan: ["pending", 0, ["pending", "pending"]],
    empty: null,
    kept: { version: 1 },
    phase: "loading",
    remaining: null,
  });
  const late = page.evaluate(async () => {
    const { gate } = window;
    const done = await gate.run("publishProcess", { voters: 5 }, async (hold) => hold.state);
    await gate.ready;
    return [
      done,
      gate.checkAll([{ action: "publishProcess" }, { action: "createManagedOrg" }]).failedStep,
      gate.headroom("managedProcesses").held,
    ];
  });
  site.free();
  expect(await late).toEqual(["held", 1, 1]);
});

/** Takes, and says of it what there is to say. */
const hold = (page: Page, count: number) =>
  page.evaluate((count) => {
    const { gate, api } = window;
    try {
      window.held = gate.hold("publishProcess", { count });
      return [window.held.state, gate.check("publishProcess").reason];
    } catch (error) {
      return error instanceof api.QuotaDenied && error.decision.reason;
    }
  }, count);
const heldBy = (page: Page) =>
  page.evaluate(async () => {
    const { gate, held } = window;
    await gate.ready;
    return [held.state, gate.headroom("managedProcesses").held];
  });

test.describe("a hold from before the rest is there", () => {
  test.beforeEach(async ({ page, site }) => {
    await open(page, site);
    await expect(publish(page)).toHaveAttribute("data-quota-verdict", "allow");
  });

  test("is counted by the whole gate, and nothing more is allowed until then", async ({ page, site }) => {
    expect(await hold(page, 8)).toEqual(["held", "loading"]);
    await expect(publish(page)).toHaveAttribute("data-quota-verdict", "pending");
    expect(await hold(page, 1)).toBe("loading");
    site.free();
    expect(await heldBy(page)).toEqual(["held", 8]);
    await expect(publish(page)).toHaveAttribute("data-quota-verdict", "deny");
    await page.evaluate(() => window.held.release());
    await expect(publish(page)).toHaveAttribute("data-quota-verdict", "allow");
  });

  test("that is committed is asked about as soon as there is somebody to ask", async ({ page, site }) => {
    await hold(page, 1);
    await page.evaluate(() => window.held.commit());
    expect(await page.evaluate(() => window.gate.check("publishProcess").reason)).toBe("loading");
    site.free();
    await expect.poll(() => site.tokens.length).toBe(2);
    expect(await heldBy(page)).toEqual(["committed", 0]);
  });

  test("that is released never was", async ({ page, site }) => {
    await hold(page, 8);
    await page.evaluate(() => window.held.release());
    await expect(publish(page)).toHaveAttribute("data-quota-verdict", "allow");
    site.free();
    expect(await heldBy(page)).toEqual(["released", 0]);
  });

  test("ends by itself, where it isn't extended", async ({ page, site }) => {
    const [state, later] = await page.evaluate(() => {
      const { gate } = window;
      const now = Date.now();
      Date.now = () => now;
      window.held = gate.hold("publishProcess", { count: 1 }, { expiresIn: 100 });
      window.held.extend(50);
      const { expiresAt } = window.held;
      Date.now = () => now + 149;
      const { state } = window.held;
      Date.now = () => now + 150;
      return [state, [window.held.state, expiresAt - now, gate.check("publishProcess").verdict]];
    });
    expect([state, later]).toEqual(["held", ["expired", 150, "allow"]]);
    site.free();
    expect(await heldBy(page)).toEqual(["expired", 0]);
  });

  test("isn't taken of what is closed, nor for no time", async ({ page }) => {
    const refused = await page.evaluate(() => {
      const { gate, api } = window;
      const codeOf = (task: () => unknown) => {
        try {
          return task();
        } catch (error) {
          return error instanceof api.QuotaDenied
            ? error.decision.reason
            : api.isQuotaError(error) && error.code;
        }
      };
      return [
        codeOf(() => gate.hold("createManagedOrg")),
        codeOf(() => gate.hold("publishProcess", { count: 9 })),
        codeOf(() => gate.hold("publishProcess", {}, { expiresIn: 0 })),
      ];
    });
    expect(refused).toEqual(["limit-reached", "limit-reached", "invalid-params"]);
  });

  for (const end of ["clear", "dispose"] as const) {
    test(`is over with ${end}`, async ({ page }) => {
      await hold(page, 1);
      expect(
        await page.evaluate((end) => {
          window.gate[end]();
          return window.held.state;
        }, end),
      ).toBe("released");
    });
  }
});

test("mistakes are told as ever", async ({ page, site }) => {
  await open(page, site);
  const codes = await page.evaluate(() => {
    const { gate, api } = window;
    const codeOf = (task: () => unknown) => {
      try {
        return task();
      } catch (error) {
        return error instanceof api.QuotaError && api.isQuotaError(error) ? error.code : error;
      }
    };
    const never = gate as unknown as Record<string, (...given: unknown[]) => unknown>;
    return [
      codeOf(() => never["check"]?.("publish")),
      codeOf(() => never["can"]?.("publishProcess", { voters: "many" })),
      codeOf(() => never["headroom"]?.("orgs")),
    ];
  });
  expect(codes).toEqual(["unknown-action", "invalid-params", "unknown-resource"]);
});

test("options out of the ordinary are the whole gate's to refuse", async ({ page, site }) => {
  site.free();
  await page.goto(site.url);
  await page.waitForFunction(() => window.api !== undefined);
  const code = await page.evaluate(() =>
    window.api
      .createGate(window.api.vocdoni({ baseUrl: "/api/quota" }), { nearLimit: 2 })
      .catch((error: unknown) => window.api.isQuotaError(error) && error.code),
  );
  expect(code).toBe("invalid-options");
  expect(site.asked).not.toContain("/dist/quota_gate.wasm");
});

test("a failed first request is the whole gate's to try again", async ({ page, site, consoleWatch }) => {
  site.answer = { status: 503, body: {} };
  consoleWatch.expectFailure("/api/quota", 503);
  await open(page, site);
  await expect.poll(() => site.asked.includes("/dist/inline.js")).toBe(true);
  expect(await page.evaluate(() => window.gate.check("createManagedOrg").verdict)).toBe("pending");
  site.answer = { status: 200, body: FULL };
  site.free();
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  expect(site.asked.filter((each) => each === "/api/quota")).toHaveLength(2);
});

/** With a function that brings these tokens, one after the other, and fails where there is none. */
const openWithTokens = async (page: Page, site: Site, tokens: (string | null)[]): Promise<void> => {
  await page.goto(site.url);
  await page.waitForFunction(() => window.api !== undefined);
  await page.evaluate(async (tokens) => {
    const token = async () => tokens.shift() ?? Promise.reject(new Error("signed out"));
    window.gate = await window.api.createGate(window.api.vocdoni({ baseUrl: "/api/quota", path: "", token }));
    window.gate.bind();
  }, tokens);
};

test("a token is asked for once, and goes with the first request", async ({ page, site }) => {
  await openWithTokens(page, site, ["made_up"]);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  site.free();
  const remaining = await page.evaluate(async () => {
    await window.gate.ready;
    return window.gate.state.headroom.votes.remaining;
  });
  expect(remaining).toBe(100);
  expect(site.tokens).toEqual(["Bearer made_up"]);
});

test("a token that has ended is followed by another", async ({ page, site, consoleWatch }) => {
  consoleWatch.expectFailure("/api/quota", 401);
  site.good = /new/;
  await openWithTokens(page, site, ["old", "new"]);
  await expect.poll(() => site.asked.includes("/dist/inline.js")).toBe(true);
  expect(site.tokens).toEqual(["Bearer old"]);
  site.free();
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  expect(site.tokens).toEqual(["Bearer old", "Bearer new"]);
});

for (const [what, token, code] of [
  ["none", null, "unauthorized"],
  ["one that can't be sent", "made up", "invalid-options"],
  ["the whole account's key", "vsk_made_up", "secret-in-browser"],
] as const) {
  test(`where the function brings ${what}, nothing is sent, and the whole gate says so`, async ({
    page,
    site,
  }) => {
    await openWithTokens(page, site, [token, token]);
    site.free();
    const found = await page.evaluate(async () => (await window.gate.ready).error?.code);
    expect(found).toBe(code);
    expect(site.tokens).toEqual([]);
  });
}

test("signed out before the rest is there, nothing is known", async ({ page, site }) => {
  await open(page, site);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  await page.evaluate(() => window.gate.clear());
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "pending");
  site.free();
  const state = await page.evaluate(async () => {
    await window.gate.refresh();
    return window.gate.state.headroom.managedOrgs.remaining;
  });
  expect(state).toBe(0);
});

test("disposed of before the rest is there, it leaves the page as it was", async ({ page, site }) => {
  await open(page, site);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  await page.evaluate(() => window.gate.dispose());
  site.free();
  await expect(create(page)).not.toHaveAttribute("data-quota-verdict");
  await expect(create(page)).not.toHaveAttribute("aria-disabled");
  await expect(page.locator("[data-quota-reason]")).toHaveCount(0);
  const code = await page.evaluate(() => {
    try {
      return window.gate.check("createManagedOrg");
    } catch (error) {
      return window.api.isQuotaError(error) && error.code;
    }
  });
  expect(code).toBe("disposed");
});

test("where the rest doesn't come it goes on deciding, and says what is missing", async ({
  page,
  site,
  consoleWatch,
}) => {
  site.broken = true;
  consoleWatch.expectFailure("/dist/inline.js", 404);
  await open(page, site);
  await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
  const [state, refused] = await page.evaluate(async () => {
    const { gate, api } = window;
    const state = await gate.ready;
    const refused = await gate.refresh().catch((error: unknown) => api.isQuotaError(error) && error.code);
    return [[state.phase, state.error?.code, gate.state.error?.retryable], refused];
  });
  expect(state).toEqual(["unavailable", "network", true]);
  expect(refused).toBe("network");
  await create(page).click({ force: true });
  expect(await page.evaluate(() => window.clicks)).toBe(0);
});

test("in another language, from its own file", async ({ page, site }) => {
  await open(page, site, { locale: "ca" });
  await expect(create(page)).toHaveAccessibleDescription(
    "No es pot crear en aquest moment. Poseu-vos en contacte amb l’equip de suport.",
  );
  expect(site.asked).not.toContain("/dist/tabs.js");
});
