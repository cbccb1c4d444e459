/** What a gate leaves behind in a page when it goes: nothing. */
import type { Listening } from "../../www/loopback";
import { test as base, expect } from "./support/console";
import { Counted, startSite } from "./support/leaks";

const test = base.extend<{ counted: Counted }, { site: Listening }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: fixtures are found by the names in the pattern
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  counted: async ({ page, site }, use) => {
    const counted = await Counted.open(page, `${site.url}/`);
    await use(counted);
    expect(await counted.uncaught()).toEqual([]);
  },
});

declare global {
  interface Window {
    /** End the tasks of a crowd. */
    ends: (() => void)[];
    refs: WeakRef<Element>[];
    /** Of the channels that were opened. */
    names: string[];
  }
}

const MEGABYTE = 1_048_576;

/** Creates a gate for each number, and has everything of it under way. Complete in itself: it runs in the page. */
const crowd = async (count: number): Promise<void> => {
  const { createGate, vocdoni } = window.api;
  const body = {
    enabled: true,
    limits: { maxManagedOrgs: 500, maxVotes: 1_000 },
    usage: { managedOrgs: 1, sentVotes: 1 },
  };
  const shadow =
    document.querySelector("#host")?.shadowRoot ??
    document.querySelector("#host")?.attachShadow({ mode: "open" });
  if (!shadow) throw new Error("there is no host");
  shadow.innerHTML = "<button data-quota-action=relayVotes>Relay</button>";
  window.ends ??= [];
  for (let number = 0; number < count; number += 1) {
    let asked = 0;
    const gate = await createGate(
      vocdoni({
        // The second answer doesn't come.
        source: () => {
          asked += 1;
          return asked === 1 ? Promise.resolve(body) : new Promise(() => {});
        },
      }),
      { identity: `account ${number % 3}`, persist: number % 2 ? "local" : "session", refreshEvery: 10_000 },
    );
    window.gates.push(gate);
    gate.subscribe(() => {});
    gate.on("error", () => {});
    gate.bind();
    gate.bind(document, { mode: "disabled", reason: () => {} });
    gate.bind(shadow, { reason: "none" });
    await gate.ready;
    gate.hold("createManagedOrg");
    gate.hold("relayVotes").commit();
    const task = new Promise<void>((resolve) => window.ends.push(resolve));
    gate.run("relayVotes", {}, () => task);
    gate.refresh({ signal: new AbortController().signal }).catch(() => {});
  }
};

const disposeAll = () => {
  for (const gate of window.gates.splice(0)) gate.dispose();
  for (const end of window.ends.splice(0)) end();
};

test("gates give back all they took", async ({ counted, page }) => {
  await page.evaluate(crowd, 1);
  await page.evaluate(disposeAll);
  await expect.poll(async () => (await counted.living()).timers).toBe(0);
  const before = await counted.living();
  await page.evaluate(crowd, 6);
  const between = await counted.living();
  // Else nothing was counted.
  expect(between.timers).toBeGreaterThan(6);
  expect(between).toMatchObject({ channels: 6, observers: before.observers + 18 });
  expect(between.listeners).toMatchObject({
    "Window focus": 6,
    "Window online": 6,
    "Window pagehide": 6,
    "HTMLDocument click": 6 * 4,
    "ShadowRoot click": 6 * 2,
  });
  expect(between.locks.length).toBeGreaterThan(6);
  expect(between.sheets).toBeGreaterThan(0);
  await page.evaluate(disposeAll);
  await expect.poll(() => counted.living()).toEqual(before);
  expect(before).toMatchObject({ timers: 0, channels: 0, locks: [], sheets: 0 });
});

test("what is undone is gone, and the gate goes on", async ({ counted, page }) => {
  await page.evaluate(async () => {
    const { createGate, vocdoni } = window.api;
    const source = async () => ({ enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } });
    const gate = await createGate(vocdoni({ source }));
    await gate.ready;
    window.gates = [gate];
  });
  const before = await counted.living();
  expect(before.timers).toBe(0);
  await page.evaluate(() => {
    const undos = window.gates.flatMap((gate) => [
      gate.subscribe(() => {}),
      gate.on("near", () => {}),
      gate.bind(),
      gate.bind(document.body, { mode: "disabled" }),
    ]);
    if (document.adoptedStyleSheets.length !== 2) throw new Error("nothing was bound");
    // Twice is harmless.
    for (const undo of [...undos, ...undos]) undo();
  });
  expect(await counted.living()).toEqual(before);
  expect(await page.evaluate(() => window.gates[0]?.check("createManagedOrg").verdict)).toBe("deny");
});

test("a thousand gates leave the page's memory as it was", async ({ page, site }) => {
  const weighed = await Counted.open(page, `${site.url}/`, false);
  const round = async (count: number) => {
    await page.evaluate(async (count) => {
      const { createGate, vocdoni } = window.api;
      const body = { enabled: true, limits: { maxManagedOrgs: 9 }, usage: { managedOrgs: 1 } };
      for (let done = 0; done < count; done += 1) {
        const gate = await createGate(vocdoni({ source: async () => body }), {
          identity: "somebody",
          persist: "session",
        });
        gate.subscribe(() => {});
        gate.bind();
        await gate.ready;
        gate.hold("createManagedOrg").release();
        await gate.run("createManagedOrg", {}, async () => {});
        gate.dispose();
      }
    }, count);
    // Until the last of them has let go.
    await page.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0);
  };
  await round(200);
  const before = await weighed.sizes();
  await round(1_000);
  const after = await weighed.sizes();
  expect(after.heap - before.heap).toBeLessThan(MEGABYTE);
  expect(after.wasm - before.wasm).toBe(0);
});

test("controls that were bound can be collected", async ({ counted, page }) => {
  await page.evaluate(async () => {
    const { createGate, vocdoni } = window.api;
    const source = async () => ({ enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } });
    const gate = await createGate(vocdoni({ source }));
    window.gates = [gate];
    await gate.ready;
    const add = (text: string) => {
      const form = document.body.appendChild(document.createElement("form"));
      form.innerHTML = `<button data-quota-action="createManagedOrg">${text}</button>`;
      return form;
    };
    const refs: WeakRef<Element>[] = [];
    const keep = (form: Element) => {
      refs.push(new WeakRef(form), ...[...form.children].map((child) => new WeakRef(child)));
    };
    // Undone and removed, removed while bound, removed and undone, and a whole root.
    const [undone, removed, root] = [add("undone"), add("removed"), add("root")];
    const undo = gate.bind(undone);
    gate.bind(document);
    const undoRoot = gate.bind(root, { reason: () => {} });
    for (const form of [undone, removed, root]) keep(form);
    if (refs.length < 9) throw new Error("nothing was bound");
    undo();
    for (const form of [undone, removed, root]) form.remove();
    undoRoot();
    window.refs = refs;
  });
  await expect
    .poll(async () => {
      await counted.collectGarbage();
      return page.evaluate(() => window.refs.map((ref) => ref.deref()?.outerHTML).filter(Boolean));
    })
    .toEqual([]);
});

test("a control that was tried and removed can be collected", async ({ counted, page }) => {
  await page.evaluate(async () => {
    const { createGate, vocdoni } = window.api;
    const source = async () => ({ enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } });
    const gate = await createGate(vocdoni({ source }));
    window.gates = [gate];
    await gate.ready;
    gate.bind();
    const tried = document.body.appendChild(document.createElement("button"));
    tried.setAttribute("data-quota-action", "createManagedOrg");
    tried.click();
    window.refs = [new WeakRef(tried)];
    tried.remove();
  });
  await expect
    .poll(async () => {
      await counted.collectGarbage();
      return page.evaluate(() => window.refs[0]?.deref()?.outerHTML);
    })
    .toBeUndefined();
});

test("a request under way ends with its gate, and its answer does nothing", async ({
  counted,
  page,
  site,
}) => {
  let answer = () => {};
  await page.route("**/quota/integrator", async (route) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    await route.fulfill({ json: { enabled: true, limits: {}, usage: {} } }).catch(() => {});
  });
  const requested = page.waitForRequest("**/quota/integrator");
  await page.evaluate(async () => {
    const { createGate, vocdoni } = window.api;
    const gate = await createGate(vocdoni({ baseUrl: "/quota" }), { identity: "somebody", persist: "local" });
    window.gates = [gate];
    gate.subscribe((state) => {
      if (state.source) throw new Error("told of an answer");
    });
  });
  await requested;
  const failed = page.waitForEvent("requestfailed");
  const living = await page.evaluate(async () => {
    const [gate] = window.gates;
    gate?.dispose();
    const state = await gate?.ready;
    return [state?.phase, state?.asOf, gate?.state === state];
  });
  expect((await failed).failure()?.errorText).toBe("net::ERR_ABORTED");
  expect((await failed).url()).toBe(`${site.url}/quota/integrator`);
  answer();
  expect(living).toEqual(["loading", null, true]);
  await expect.poll(() => counted.living()).toMatchObject({ timers: 0, channels: 0, locks: [] });
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("a lock that is granted late is let go at once", async ({ counted, page }) => {
  await page.evaluate(async () => {
    const { createGate, vocdoni } = window.api;
    let asked = 0;
    const source = async () => {
      asked += 1;
      return { enabled: true, limits: {}, usage: {} };
    };
    const create = () => createGate(vocdoni({ source }), { identity: "somebody", staleAfter: 0 });
    const first = await create();
    first.subscribe(() => {});
    await first.ready;
    const { held = [] } = await navigator.locks.query();
    const base = held
      .map(({ name }) => name ?? "")
      .find((name) => name.endsWith("/lead"))
      ?.slice(0, -5);
    first.dispose();
    const locks = [`${base}/lead`, `${base}/turn`, `${base}/here`];
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    // Somebody has all locks; the gate waits for each of them.
    await Promise.all(
      locks.map(
        (name) =>
          new Promise<void>((resolve) => {
            navigator.locks.request(name, () => {
              resolve();
              return released;
            });
          }),
      ),
    );
    const before = asked;
    const second = await create();
    second.subscribe(() => {});
    const third = await create();
    third.subscribe(() => {});
    const { pending = [] } = await navigator.locks.query();
    if (pending.length < 4) throw new Error(`${pending.length} locks are waited for`);
    second.dispose();
    third.dispose();
    release();
    await Promise.all([second.ready, third.ready]);
    if (asked !== before) throw new Error("asked once more");
  });
  await expect.poll(() => counted.living()).toMatchObject({ timers: 0, channels: 0, locks: [] });
});

test("what other tabs say to a gate that is gone does nothing", async ({
  page,
  counted: _,
  context,
  site,
}) => {
  const other = await Counted.open(await context.newPage(), `${site.url}/`);
  const create = async (identity: string) => {
    const { createGate, vocdoni } = window.api;
    const source = async () => ({ enabled: true, limits: { maxVotes: 1_000 }, usage: { sentVotes: 1 } });
    const gate = await createGate(vocdoni({ source }), { identity });
    await gate.ready;
    window.gates.push(gate);
  };
  await page.evaluate(create, "somebody");
  await other.page.evaluate(create, "somebody");
  const chatter = other.page.evaluate(async () => {
    for (let turn = 0; turn < 300; turn += 1) {
      window.gates[0]?.hold("relayVotes");
      if (turn % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
  });
  await expect.poll(() => page.evaluate(() => window.gates[0]?.headroom("votes").held)).toBeGreaterThan(0);
  // Its place in the wasm goes to the next.
  const held = await page.evaluate(async (create) => {
    window.gates.pop()?.dispose();
    await (new Function(`return ${create}`)() as (identity: string) => Promise<void>)("somebody else");
    return window.gates[0]?.headroom("votes").held;
  }, `${create}`);
  await chatter;
  await page.evaluate(() => window.gates[0]?.refresh());
  expect([held, await page.evaluate(() => window.gates[0]?.headroom("votes").held)]).toEqual([0, 0]);
  expect(await other.uncaught()).toEqual([]);
});

/** A gate that knows and keeps something. Runs in the page. */
const signIn = async (persist: "local" | "session"): Promise<void> => {
  const { createGate, vocdoni } = window.api;
  const source = async () => ({ enabled: true, limits: { maxVotes: 1_000 }, usage: { sentVotes: 7 } });
  const gate = await createGate(vocdoni({ source }), { identity: "somebody", persist });
  gate.subscribe(() => {});
  gate.bind();
  await gate.ready;
  gate.hold("relayVotes", { count: 3 });
  gate.hold("relayVotes", { count: 2 }).commit();
  await gate.refresh();
  window.gates = [gate];
};

const knowledge = () => {
  const [gate] = window.gates;
  const { votes } = gate?.state.headroom ?? {};
  return [gate?.state.asOf, gate?.state.source, votes?.used, votes?.held];
};

test("sign-out leaves nothing, here and in other tabs", async ({ page, counted: _, context, site }) => {
  const other = await Counted.open(await context.newPage(), `${site.url}/`);
  await page.evaluate(signIn, "session" as const);
  await other.page.evaluate(signIn, "local" as const);
  const pages = [page, other.page];
  const stored = async () =>
    Promise.all(pages.map((each) => each.evaluate(() => localStorage.length + sessionStorage.length)));
  await expect.poll(stored).toEqual([2, 1]);
  await page.evaluate(() => window.gates[0]?.clear());
  for (const each of pages) await expect.poll(() => each.evaluate(knowledge)).toEqual([null, null, null, 0]);
  expect(await stored()).toEqual([0, 0]);
  expect(await other.uncaught()).toEqual([]);
});

test("what was on its way during sign-out brings nothing back", async ({ page, counted: _ }) => {
  await page.evaluate(() => {
    window.names = [];
    window.BroadcastChannel = class extends BroadcastChannel {
      constructor(name: string) {
        super(name);
        window.names.push(name);
      }
    };
  });
  await page.evaluate(signIn, "local" as const);
  const [name] = await page.evaluate(() => window.names);
  await page.evaluate(async (name) => {
    const channel = new BroadcastChannel(name ?? "");
    const said = new Promise<{ record: Float64Array }>((resolve) => {
      channel.onmessage = ({ data }) => {
        if (data.kind === "record") resolve(data);
      };
    });
    window.gates[0]?.hold("relayVotes");
    const { record } = await said;
    // Another tab wrote it before, and hears of the sign-out in a moment.
    const message = { version: 1, from: 4711, kind: "record", record };
    window.gates[0]?.clear();
    const heard = new Promise<void>((resolve) => {
      const ear = new BroadcastChannel(name ?? "");
      ear.onmessage = () => {
        ear.close();
        resolve();
      };
    });
    channel.postMessage(message);
    channel.close();
    await heard;
  }, name);
  expect(await page.evaluate(knowledge)).toEqual([null, null, null, 0]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.evaluate(() => window.gates[0]?.refresh());
  expect((await page.evaluate(knowledge)).slice(1)).toEqual(["server", 7, 0]);
});

test("a module that is loaded a second time takes over", async ({ page, counted }) => {
  const answers = await page.evaluate(async () => {
    const address = "/dist/index.js?2";
    const first = window.api;
    const second: typeof first = await import(address);
    if (first === second) throw new Error("it is the same module");
    const source = async () => ({ enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } });
    const options = { identity: "somebody", persist: "session" } as const;
    const old = await first.createGate(first.vocdoni({ source }), options);
    await old.ready;
    const undo = old.bind();
    old.subscribe(() => {});
    const button = document.querySelector("#create");
    const seen = [button?.getAttribute("aria-disabled")];
    const caught = (task: () => unknown) => {
      try {
        return task();
      } catch (error) {
        return error;
      }
    };
    const denied = caught(() => old.hold("createManagedOrg"));
    old.dispose();
    seen.push(button?.getAttribute("aria-disabled"));
    const gate = await second.createGate(second.vocdoni({ source }), options);
    window.gates = [gate as unknown as (typeof window.gates)[number]];
    gate.bind();
    undo();
    seen.push(button?.getAttribute("aria-disabled"));
    const gone = caught(() => old.check("createManagedOrg"));
    const stranger = await second.createGate(first.vocdoni({ source })).catch((error: unknown) => error);
    return {
      seen,
      state: [gate.state.source, gate.check("createManagedOrg").verdict],
      known: [denied, gone, stranger].map((error) => [
        first.isQuotaError(error) && error.code,
        second.isQuotaError(error) && error.code,
      ]),
      own: [denied instanceof first.QuotaDenied, denied instanceof second.QuotaDenied],
    };
  });
  expect(answers).toEqual({
    seen: ["true", null, "true"],
    state: ["cache", "deny"],
    known: [
      ["denied", "denied"],
      ["disposed", "disposed"],
      ["invalid-options", "invalid-options"],
    ],
    // Whichever copy made it: a page may have two, and the package itself is two files.
    own: [true, true],
  });
  await page.evaluate(() => window.gates[0]?.dispose());
  await expect.poll(() => counted.living()).toMatchObject({ timers: 0, channels: 0, locks: [], sheets: 0 });
});
