/** <quota-gate> and <quota-provider>, in Chromium. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import express from "express";
import { listen } from "../../www/loopback";
import { expect, type Lab, test } from "./apps/elements/lab";

const NO_ROOM = "This can't be created right now. Please contact support.";
const CREATE = '<quota-gate action="createManagedOrg"><button id="create">Create</button></quota-gate>';
const PUBLISH =
  '<quota-gate id="gate" action="publishProcess" voters-from="#voters"><button id="publish">Publish</button></quota-gate>';

/** The page's gate: at the limit of organizations, with room for all else. */
const setDefault = async ({ page }: Lab, full = true): Promise<void> => {
  await page.evaluate(async (managedOrgs) => {
    stage.answer({ usage: { managedOrgs } });
    stage.setDefaultGate(await stage.opened());
  }, Number(full));
};
const refresh = async ({ page }: Lab, managedOrgs: number, name = "main"): Promise<void> => {
  await page.evaluate(
    async ({ managedOrgs, name }) => {
      stage.answer({ usage: { managedOrgs } }, name);
      await stage.gates[name]?.refresh();
    },
    { managedOrgs, name },
  );
};
const verdict = (lab: Lab, selector: string) => ({
  is: (wanted: string) => expect(lab.page.locator(selector)).toHaveAttribute("data-quota-verdict", wanted),
  isGone: () => expect(lab.page.locator(selector)).not.toHaveAttribute("data-quota-verdict"),
});
/** Catches what is reported as uncaught. */
const CATCHING =
  "errors = []; addEventListener('error', (e) => { errors.push(e.error.code); e.preventDefault() })";
const reported = ({ page }: Lab) => page.evaluate<string[]>("errors.splice(0)");

test.describe("a control in <quota-gate>", () => {
  test("is closed with its reason, and opens with the next answer", async ({ lab, page }) => {
    await lab.open(CREATE);
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    await expect(page.locator("#create")).toHaveAttribute("aria-disabled", "true");
    expect(await lab.accessible("#create")).toMatchObject({
      role: "button",
      name: "Create",
      description: NO_ROOM,
    });
    await expect(page.locator("[data-quota-reason]")).toHaveText(NO_ROOM);
    await refresh(lab, 0);
    await verdict(lab, "#create").is("allow");
    await expect(page.locator("#create")).not.toHaveAttribute("aria-disabled");
    expect(await lab.accessible("#create")).toMatchObject({ description: "" });
  });

  test("stays in the tab order; click, Enter and Space are stopped and announced", async ({ lab, page }) => {
    await lab.open(CREATE);
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    await lab.log();
    await page.keyboard.press("Tab");
    await expect(page.locator("#create")).toBeFocused();
    for (const key of ["Enter", "Space"]) {
      await page.keyboard.press(key);
      expect(await lab.log()).toEqual(["quota-denied # createManagedOrg deny"]);
      expect(await lab.spoken()).toBe(NO_ROOM);
    }
    await page.locator("#create").click({ force: true });
    expect(await lab.log()).toEqual(["quota-denied # createManagedOrg deny"]);
    await refresh(lab, 0);
    await verdict(lab, "#create").is("allow");
    await lab.log();
    await page.keyboard.press("Enter");
    expect(await lab.log()).toEqual(["click #create"]);
  });

  test("the gate hears of a stopped attempt", async ({ lab, page }) => {
    await lab.open(CREATE);
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    await page.evaluate(() =>
      stage.gates["main"]?.on("denied", ({ action }) => stage.log.push(`gate ${action}`)),
    );
    await lab.log();
    await page.locator("#create").click({ force: true });
    expect(await lab.log()).toContain("gate createManagedOrg");
  });

  test("can be a form: no way submits it", async ({ lab, page }) => {
    await lab.open(
      '<quota-gate action="createManagedOrg"><form id="form"><input id="name" aria-label="Name"><button id="create">Create</button></form></quota-gate>',
    );
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    await lab.log();
    await page.locator("#name").press("Enter");
    await page.evaluate(() => stage.find<HTMLFormElement>("form").requestSubmit());
    await page.locator("#create").click({ force: true });
    const log = await lab.log();
    expect(new Set(log)).toEqual(new Set(["quota-denied # createManagedOrg deny"]));
    await refresh(lab, 0);
    await verdict(lab, "#create").is("allow");
    await lab.log();
    await page.locator("#name").press("Enter");
    expect(await lab.log()).toContain("submit #form");
  });

  test("is silent for half a second, then says that it is being checked", async ({ lab, page }) => {
    await page.clock.install({ time: 0 });
    await lab.open(CREATE);
    await page.clock.pauseAt(60_000);
    await page.evaluate(async () => {
      stage.hang();
      stage.setDefaultGate(await stage.open());
    });
    await verdict(lab, "#create").is("pending");
    await expect(page.locator("#create")).toHaveAttribute("aria-disabled", "true");
    await page.clock.runFor(600);
    expect((await lab.accessible("#create")).description).toBe("Checking…");
  });

  test("a gate that never is leaves it open; one that is disposed of too", async ({ lab, page }) => {
    await lab.open(CREATE);
    await page.evaluate(() => stage.setDefaultGate(Promise.reject(new Error("no wasm"))));
    await verdict(lab, "#create").is("unknown");
    await expect(page.locator("#create")).not.toHaveAttribute("aria-disabled");
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    await page.evaluate(() => {
      stage.gates["main"]?.dispose();
      stage.find<HTMLElement & { params: object }>("quota-gate").params = { count: 2 };
    });
    await verdict(lab, "#create").is("unknown");
  });

  test("mode and reason are as they are for bind()", async ({ lab, page }) => {
    await lab.open(
      `${CREATE.replace("<quota-gate", '<quota-gate mode="disabled"')}
      <quota-gate id="hiding" action="createManagedOrg" mode="hide"><button id="hidden">Hidden</button></quota-gate>
      <quota-gate id="quiet" action="createManagedOrg" reason="none"><button id="silent">Silent</button></quota-gate>`,
    );
    await setDefault(lab);
    await expect(page.locator("#create")).toBeDisabled();
    await expect(page.locator("#hidden")).toBeHidden();
    await verdict(lab, "#silent").is("deny");
    expect((await lab.accessible("#silent")).description).toBe(NO_ROOM);
    await expect(page.locator("#quiet [data-quota-reason]")).toBeHidden();
    await page.evaluate(() => {
      stage.find("#hiding").removeAttribute("mode");
      stage.find("#quiet").setAttribute("reason", "after");
    });
    await expect(page.locator("#hidden")).toBeVisible();
    await expect(page.locator("#hidden")).toHaveAttribute("aria-disabled", "true");
    await expect(page.locator("#quiet [data-quota-reason]")).toBeVisible();
  });

  test("neither element is a box of its own, unless it is hidden or the page says so", async ({
    lab,
    page,
  }) => {
    await lab.open(`<quota-provider>${CREATE}</quota-provider><quota-gate id="off" hidden>…</quota-gate>`);
    await expect(page.locator("quota-gate").first()).toHaveCSS("display", "contents");
    await expect(page.locator("quota-provider")).toHaveCSS("display", "contents");
    await expect(page.locator("#off")).toHaveCSS("display", "none");
    await lab.open(CREATE, { css: "quota-gate{display:block}" });
    await expect(page.locator("quota-gate")).toHaveCSS("display", "block");
  });
});

test.describe("the question", () => {
  const asked = ({ page }: Lab) =>
    page.evaluate(() =>
      stage
        .find<HTMLElement & { decision: { blockers: { requested: number }[] } | null }>("#gate")
        .decision?.blockers.map(({ requested }) => requested),
    );

  test("is in attributes: constants and fields, live", async ({ lab, page }) => {
    await lab.open(`<input id="voters" value="100">${PUBLISH}`);
    await setDefault(lab);
    await verdict(lab, "#publish").is("allow");
    await page.locator("#voters").fill("5000");
    await verdict(lab, "#publish").is("deny");
    expect(await asked(lab)).toEqual([5000]);
    await page.evaluate(() => {
      const gate = stage.find("#gate");
      gate.removeAttribute("voters-from");
      gate.setAttribute("voters", "2");
    });
    await verdict(lab, "#publish").is("allow");
    await page.evaluate(() => stage.find("#gate").setAttribute("questions", "4000"));
    await verdict(lab, "#publish").is("deny");
  });

  test("names with capitals have hyphens, and a field of it isn't the control", async ({ lab, page }) => {
    await lab.open(
      `<quota-gate action="publishProcess" voters="500" email-otp-from="#otp">
        <input type="checkbox" id="otp" aria-label="Codes"><button id="publish">Publish</button></quota-gate>`,
    );
    await setDefault(lab);
    await verdict(lab, "#publish").is("allow");
    await page.locator("#otp").check();
    await verdict(lab, "#publish").is("deny");
    await verdict(lab, "#otp").isGone();
  });

  test("a field is looked for in the control's form first", async ({ lab }) => {
    const form = (id: string, voters: number) =>
      `<form><input class="voters" value="${voters}"><quota-gate action="publishProcess" voters-from=".voters"><button id="${id}">Publish</button></quota-gate></form>`;
    await lab.open(`${form("few", 1)}${form("many", 5000)}`);
    await setDefault(lab);
    await verdict(lab, "#few").is("allow");
    await verdict(lab, "#many").is("deny");
  });

  test("the params property beats attributes, one by one; what is empty isn't given", async ({
    lab,
    page,
  }) => {
    await lab.open(`<input id="voters" value="5000">${PUBLISH}`);
    await setDefault(lab);
    await verdict(lab, "#publish").is("deny");
    const params = (values: object | null) =>
      page.evaluate((values) => {
        stage.find<HTMLElement & { params: object | null }>("#gate").params = values;
      }, values);
    await params({ voters: 10 });
    await verdict(lab, "#publish").is("allow");
    await page.locator("#voters").fill("6000");
    await verdict(lab, "#publish").is("allow");
    await params({ voters: "", count: 100 });
    await verdict(lab, "#publish").is("deny");
    await params(null);
    expect(await asked(lab)).toEqual([6000]);
  });

  test("a field that alone is too large says so", async ({ lab, page }) => {
    await lab.open(`<form><input id="voters" value="5000">${PUBLISH}</form>`);
    await page.evaluate(async () => stage.setDefaultGate(await stage.opened({ revealMax: true })));
    await verdict(lab, "#publish").is("deny");
    const validity = () => page.evaluate(() => stage.find<HTMLInputElement>("#voters").validationMessage);
    await expect.poll(validity).toMatch(/^At most 866 voters/);
    await page.evaluate(() => {
      stage.find<HTMLElement & { params: object }>("#gate").params = { voters: 6000 };
    });
    await expect.poll(validity).toBe("");
  });

  test("an action that there isn't is reported once, and its control left alone", async ({ lab, page }) => {
    await lab.open(
      '<quota-gate action="createOrg"><button id="create">Create</button></quota-gate>'.repeat(2),
      {
        before: CATCHING,
      },
    );
    await setDefault(lab);
    await refresh(lab, 0);
    await verdict(lab, "#create >> nth=0").isGone();
    await expect(page.locator("#create").first()).not.toHaveAttribute("aria-disabled");
    expect(await reported(lab)).toEqual(["unknown-action"]);
    await page.evaluate(() => stage.find("quota-gate").setAttribute("action", "createManagedOrg"));
    await verdict(lab, "#create >> nth=0").is("allow");
  });

  test("an action that needs its parameters isn't asked without them while a gate comes", async ({ lab }) => {
    await lab.open(`<input id="voters" value="5000">${PUBLISH}${PUBLISH.replaceAll(/id="\w+"/g, "")}`);
    await verdict(lab, "#publish").is("pending");
    await lab.log();
    await setDefault(lab);
    await verdict(lab, "#publish").is("deny");
    expect((await lab.log()).filter((each) => each.includes("allow"))).toEqual([]);
  });
});

test.describe("events", () => {
  test("quota-change tells each other decision once, and the element has it", async ({ lab, page }) => {
    await lab.open(PUBLISH);
    await setDefault(lab);
    await verdict(lab, "#publish").is("allow");
    expect(await lab.log()).toEqual([
      "quota-change #gate publishProcess pending",
      "quota-change #gate publishProcess allow",
    ]);
    await refresh(lab, 1);
    await page.evaluate(() => document.body.append(stage.find("#gate")));
    await verdict(lab, "#publish").is("allow");
    await page.evaluate(() => stage.find("#gate").setAttribute("voters", "5000"));
    await verdict(lab, "#publish").is("deny");
    expect(await lab.log()).toEqual(["quota-change #gate publishProcess deny"]);
    const decided = () =>
      page.evaluate(
        () => stage.find<HTMLElement & { decision: { verdict: string } | null }>("#gate").decision?.verdict,
      );
    expect(await decided()).toBe("deny");
    await page.locator("#publish").evaluate((button) => button.remove());
    await expect.poll(() => lab.log()).toEqual(["quota-change #gate null"]);
    expect(await decided()).toBeUndefined();
  });

  test("both leave shadow trees", async ({ lab, page }) => {
    await lab.open('<div id="host"></div>');
    await page.evaluate(() => {
      const gate = document.createElement("quota-gate");
      gate.setAttribute("action", "createManagedOrg");
      gate.append(document.createElement("button"));
      stage.find("#host").attachShadow({ mode: "open" }).append(gate);
    });
    await setDefault(lab);
    await verdict(lab, "#host button").is("deny");
    await page.locator("#host button").click({ force: true });
    const log = await lab.log();
    expect(log).toContain("quota-change #host createManagedOrg deny");
    expect(log).toContain("quota-denied #host createManagedOrg deny");
    expect(log).not.toContain("click #host");
  });
});

test.describe("what a framework does to it", () => {
  test("a control that comes later, or another one in its place", async ({ lab, page }) => {
    await lab.open('<quota-gate id="gate" action="createManagedOrg"></quota-gate>');
    await setDefault(lab);
    await page.evaluate(() => {
      const old = document.createElement("button");
      old.id = "old";
      old.textContent = "Create";
      stage.find("#gate").append(old);
    });
    await verdict(lab, "#old").is("deny");
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.id = "link";
      link.textContent = "Create";
      Object.assign(globalThis, { old: stage.find("#old") });
      stage.find("#gate").replaceChildren(link);
    });
    await verdict(lab, "#link").isGone();
    expect(await page.evaluate(() => (globalThis as unknown as { old: Element }).old.outerHTML)).toBe(
      '<button id="old">Create</button>',
    );
    await page.evaluate(() => stage.find("#link").setAttribute("href", "#there"));
    await verdict(lab, "#link").is("deny");
  });

  test("what stands in another <quota-gate> is that one's", async ({ lab }) => {
    await lab.open(
      `<quota-gate action="publishProcess">${CREATE}<button id="publish">Publish</button></quota-gate>`,
    );
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    await verdict(lab, "#publish").is("allow");
  });

  test("moved, taken out and put back it works as before, and leaves nothing behind", async ({
    lab,
    page,
  }) => {
    await lab.open(`<div id="there"></div><div id="here">${CREATE}</div>`);
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    await page.evaluate(() => stage.find("#there").append(stage.find("quota-gate")));
    await verdict(lab, "#create").is("deny");
    await expect(page.locator("[data-quota-reason]")).toHaveCount(1);
    const kept = await page.evaluateHandle(() => {
      const gate = stage.find("quota-gate");
      gate.remove();
      return gate;
    });
    expect(await kept.evaluate((gate) => gate.innerHTML)).toBe('<button id="create">Create</button>');
    await refresh(lab, 0);
    await kept.evaluate((gate) => document.body.append(gate));
    await verdict(lab, "#create").is("allow");
  });

  test("elements that are gone don't listen", async ({ lab, page }) => {
    const before = `
      counted = 0;
      const watch = (of, begin, end) => {
        const all = new Set(), { [begin]: add, [end]: remove } = of.prototype;
        of.prototype[begin] = function (...given) { all.add(this); return add.apply(this, given) };
        of.prototype[end] = function (...given) { all.delete(this); return remove.apply(this, given) };
        return all;
      };
      observers = watch(MutationObserver, "observe", "disconnect");
      listening = 0;
      const { addEventListener: add } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, hear, options) {
        if (options?.signal && !options.signal.aborted) {
          listening += 1;
          add.call(options.signal, "abort", () => { listening -= 1 });
        }
        add.call(this, type, hear, options);
      };`;
    await lab.open('<div id="here"></div>', { before });
    await page.evaluate(async () => {
      const gate = await stage.opened();
      let subscribed = 0;
      const { subscribe } = gate;
      gate.subscribe = (listener) => {
        subscribed += 1;
        const leave = subscribe(listener);
        return () => {
          subscribed -= 1;
          leave();
        };
      };
      Object.defineProperty(globalThis, "subscribed", { get: () => subscribed });
      stage.setDefaultGate(gate);
    });
    const living = () => page.evaluate<number[]>("[observers.size, listening, subscribed]");
    const first = await living();
    await page.evaluate(() => {
      for (let count = 0; count < 10; count += 1) {
        const provider = document.createElement("quota-provider");
        const gate = document.createElement("quota-gate");
        gate.setAttribute("action", "createManagedOrg");
        gate.append(document.createElement("button"));
        const meter = document.createElement("quota-meter");
        meter.setAttribute("resource", "emails");
        provider.append(gate, meter);
        stage.find("#here").append(provider);
      }
    });
    await expect(page.locator("[data-quota-verdict=deny]")).toHaveCount(10);
    expect((await living())[2]).toBeGreaterThan(0);
    await page.evaluate(() => stage.find("#here").replaceChildren());
    await expect.poll(living).toEqual(first);
  });

  test("what was set before it was defined counts", async ({ lab, page }) => {
    const before = `
      const element = document.querySelector("quota-gate");
      Object.assign(element, { action: "publishProcess", params: { voters: 5000 }, mode: "disabled" });
      document.querySelector("quota-provider").gate = new Promise((resolve) => { give = resolve });`;
    await lab.open(
      '<quota-provider><quota-gate><button id="publish">Publish</button></quota-gate></quota-provider>',
      { before },
    );
    await verdict(lab, "#publish").is("pending");
    await page.evaluate(async () => {
      (globalThis as unknown as { give(gate: unknown): void }).give(await stage.opened());
    });
    await verdict(lab, "#publish").is("deny");
    await expect(page.locator("#publish")).toBeDisabled();
    await expect(page.locator("quota-gate")).toHaveAttribute("action", "publishProcess");
  });
});

test.describe("where its gate is found", () => {
  /** Two gates: "full" has no room, "free" has. */
  const two = async ({ page }: Lab): Promise<void> => {
    await page.evaluate(async () => {
      stage.answer({ usage: { managedOrgs: 1 } }, "full");
      stage.answer({ usage: { managedOrgs: 0 } }, "free");
      await stage.opened({}, "full");
      await stage.opened({}, "free");
    });
  };
  const give = ({ page }: Lab, selector: string | null, name: string | null) =>
    page.evaluate(
      ({ selector, name }) => {
        const gate = (name === null ? null : stage.gates[name]) ?? null;
        if (selector === null) stage.setDefaultGate(gate);
        else stage.give(selector, gate);
      },
      { selector, name },
    );

  test("its own, else the nearest provider's, else the page's; all of them late", async ({ lab }) => {
    await lab.open(
      `<quota-provider id="outer"><quota-provider id="inner">${CREATE}</quota-provider></quota-provider>`,
    );
    await two(lab);
    await verdict(lab, "#create").is("pending");
    await give(lab, null, "full");
    await verdict(lab, "#create").is("deny");
    await give(lab, "#outer", "free");
    await verdict(lab, "#create").is("allow");
    await give(lab, "#inner", "full");
    await verdict(lab, "#create").is("deny");
    await give(lab, "quota-gate", "free");
    await verdict(lab, "#create").is("allow");
    await give(lab, "quota-gate", null);
    await verdict(lab, "#create").is("deny");
    await give(lab, "#inner", null);
    await verdict(lab, "#create").is("allow");
    await give(lab, "#outer", null);
    await verdict(lab, "#create").is("deny");
  });

  test("a promise of one", async ({ lab, page }) => {
    await lab.open(CREATE);
    await page.evaluate(() => {
      stage.setDefaultGate(
        new Promise((resolve) => {
          Object.assign(globalThis, { come: async () => resolve(await stage.opened()) });
        }),
      );
    });
    await verdict(lab, "#create").is("pending");
    await page.evaluate("come()");
    await verdict(lab, "#create").is("deny");
  });

  test("a late one is told to whoever is on the control", async ({ lab, page }) => {
    await lab.open(CREATE);
    await page.locator("#create").focus();
    await expect.poll(async () => (await lab.accessible("#create")).description).toBe("Checking…");
    await setDefault(lab);
    await verdict(lab, "#create").is("deny");
    expect(await lab.spoken()).toBe(NO_ROOM);
  });

  test("moved into another provider it asks that one", async ({ lab, page }) => {
    await lab.open(
      `<quota-provider id="a">${CREATE}</quota-provider><quota-provider id="b"></quota-provider>`,
    );
    await two(lab);
    await give(lab, "#a", "full");
    await give(lab, "#b", "free");
    await verdict(lab, "#create").is("deny");
    await page.evaluate(() => stage.find("#b").append(stage.find("quota-gate")));
    await verdict(lab, "#create").is("allow");
    await page.evaluate(() => stage.find("#b").replaceWith(stage.find("quota-gate")));
    await verdict(lab, "#create").is("pending");
  });

  test("out of shadow trees, and through slots", async ({ lab, page }) => {
    await lab.open(
      `<quota-provider id="outer"><div id="host">${CREATE}</div><div id="deep"></div></quota-provider>`,
    );
    await two(lab);
    await give(lab, "#outer", "full");
    await page.evaluate(() => {
      const gate = document.createElement("quota-gate");
      gate.setAttribute("action", "createManagedOrg");
      gate.append(document.createElement("button"));
      stage.find("#deep").attachShadow({ mode: "open" }).append(gate);
    });
    await verdict(lab, "#deep button").is("deny");
    await verdict(lab, "#create").is("deny");
    await page.evaluate(() => {
      const provider = document.createElement("quota-provider");
      provider.append(document.createElement("slot"));
      stage.find("#host").attachShadow({ mode: "open" }).append(provider);
      Object.assign(provider, { gate: stage.gates["free"] });
    });
    await verdict(lab, "#create").is("allow");
  });

  test("policies of a provider count while there is no gate, and where there never is one", async ({
    lab,
    page,
  }) => {
    await lab.open(
      `<quota-provider id="outer" while-loading="allow" when-unknown="deny"><quota-provider>${CREATE}</quota-provider></quota-provider>`,
    );
    const create = page.locator("#create");
    await verdict(lab, "#create").is("pending");
    await expect(create).not.toHaveAttribute("aria-disabled");
    await page.evaluate(() => stage.find("#outer").setAttribute("while-loading", "deny"));
    await expect(create).toHaveAttribute("aria-disabled", "true");
    await page.evaluate(() => stage.setDefaultGate(Promise.reject(new Error("no wasm"))));
    await verdict(lab, "#create").is("unknown");
    await expect(create).toHaveAttribute("aria-disabled", "true");
    await page.evaluate(() => {
      stage.find<HTMLElement & { whenUnknown: string | null }>("#outer").whenUnknown = null;
    });
    await expect(create).not.toHaveAttribute("aria-disabled");
    await expect(page.locator("#outer")).not.toHaveAttribute("when-unknown");
  });

  test("another copy of the package changes nothing, and its default is the same", async ({ lab, page }) => {
    await lab.open(CREATE);
    const before = await page.evaluateHandle(() => customElements.get("quota-gate"));
    await page.evaluate(async () => {
      const copy = await stage.copy();
      copy.setDefaultGate((await stage.opened()) as never);
    });
    await verdict(lab, "#create").is("deny");
    expect(await page.evaluate((before) => customElements.get("quota-gate") === before, before)).toBe(true);
  });
});

test("the newcomer's page, as the README has it", async ({ page, afterwards }) => {
  const html = await readFile(new URL("./apps/elements/newcomer.html", import.meta.url), "utf8");
  expect(html.trim().split("\n").length).toBeLessThanOrEqual(10);
  let managedOrgs = 1;
  const app = express()
    .get("/", (_, response) => void response.type("html").send(html))
    .get("/favicon.ico", (_, response) => void response.status(204).end())
    .get("/api/quota", (_, response) => {
      response.json({ enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs } });
    })
    .use("/quota-gate", express.static(path.resolve(import.meta.dirname, "../../dist")));
  const { url, close } = await listen(createServer(app), 0);
  afterwards(close);
  await page.goto(url);
  const button = page.getByRole("button", { name: "Create organization" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(NO_ROOM);
  managedOrgs = 0;
  await page.reload();
  await expect(button).toHaveAttribute("data-quota-verdict", "allow");
  await expect(button).not.toHaveAttribute("aria-disabled");
});
