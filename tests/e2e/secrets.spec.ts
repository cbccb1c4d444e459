/** A token is known to the gate, and to the origin that it was given for. */
import { test as base, expect, type Page } from "@playwright/test";
import type * as quotaGate from "quota-gate";
import type { Listening } from "../../www/loopback";
import {
  collect,
  JWT,
  KEY,
  type Manner,
  type Parrots,
  placesWithSecrets,
  recordBroadcasts,
  startParrots,
  startSite,
  textsOf,
  Watch,
} from "./support/secrets";

declare global {
  interface Window {
    api: typeof quotaGate;
    gates: quotaGate.Gate<quotaGate.VocdoniActions, quotaGate.VocdoniResource>[];
    serve(manner: Manner): Promise<void>;
  }
}

const test = base.extend<{ parrots: Parrots; watch: Watch }, { site: Listening }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: fixtures are found by the names in the pattern
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: fixtures are found by the names in the pattern
  parrots: async ({}, use) => {
    const parrots = await startParrots();
    await use(parrots);
    await parrots.close();
  },
  watch: async ({ parrots }, use) => {
    await use(new Watch(parrots.url));
  },
});

const opened = async (page: Page, site: Listening, watch: Watch): Promise<Page> => {
  await watch.follow(page.context(), page);
  await page.addInitScript(`window.textsOf = ${textsOf}; (${recordBroadcasts})();`);
  await page.goto(`${site.url}/`);
  await page.waitForFunction(() => window.api !== undefined);
  return page;
};

const MANNERS: readonly Manner[] = [
  "401-once",
  "401",
  "well",
  "nonsense",
  "html",
  "cut",
  "close",
  "hang",
  "redirect-away",
  "redirect-home",
  "403",
  "404",
  "408",
  "429",
  "500",
  "well",
];

interface Task {
  readonly baseUrl: string;
  readonly secret: string;
  readonly as: "a string" | "a function";
  readonly manners: readonly Manner[];
}

/** Does with a gate whatever can be done with one, in every manner of the platform, and returns all that a caller gets to see. */
const exercise = async ({ baseUrl, secret, as, manners }: Task) => {
  const { createGate, vocdoni, QuotaDenied } = window.api;
  const errors: unknown[] = [];
  const values: unknown[] = [];
  const codes: string[] = [];
  const see = <T>(task: Promise<T> | T): Promise<T | undefined> =>
    Promise.resolve(task).catch((error: unknown) => {
      errors.push(error);
      return undefined;
    });
  const attempt = <T>(task: () => T): Promise<T | undefined> => see((async () => task())());
  const provider = vocdoni({
    baseUrl,
    token: as === "a string" ? secret : async () => secret,
    dangerouslyAllowSecretInBrowser: true,
  });
  // Some take the token for a name.
  const common = { identity: secret, timeoutMs: 300, retries: 0 } as const;
  const gates = await Promise.all([
    createGate(provider, { ...common, persist: "local", audience: "operator" }),
    createGate(provider, { ...common, persist: "session", revealMax: true, refreshEvery: 10_000 }),
  ]);
  window.gates = gates;
  values.push(provider);
  for (const gate of gates) {
    gate.on("error", (error) => {
      errors.push(error);
      codes.push(error.code);
    });
    for (const type of ["near", "exhausted", "recovered", "denied", "refused"] as const) {
      gate.on(type, (event) => values.push(event));
    }
    gate.subscribe((state) => values.push(state));
    gate.subscribe(() => {
      throw new Error("a subscriber's own");
    });
    gate.bind(document, { onDenied: (_, decision) => values.push(decision) });
    gate.bind(document, { reason: (_, decision) => values.push(decision) });
  }
  const [gate] = gates;
  await Promise.all(gates.map(({ ready }) => ready));
  const words = (code: number) => ({
    error: `refused Bearer ${secret}`,
    code,
    message: secret,
    [secret]: secret,
  });
  for (const manner of manners) {
    await window.serve(manner);
    // At once, and within a refresh under way.
    await Promise.all(gates.map(async (each) => values.push(await see(each.refresh()))));
    values.push(gate.state, gate.check("createManagedOrg"), gate.check("publishProcess", { voters: 5000 }));
    values.push(gate.checkAll([{ action: "relayVotes" }, { action: "createManagedOrg" }]));
    if (gate.state.error) errors.push(gate.state.error);
    document.querySelector<HTMLElement>("#publish")?.click();
    await attempt(() => gate.check("createManagedOrg", { count: -1 }));
    await attempt(() => gate.hold("publishProcess", { voters: 5000 }));
    await attempt(() => gate.refresh({ signal: AbortSignal.abort(new Error(secret)) }));
    const hold = await attempt(() => gate.hold("relayVotes"));
    values.push(gate.dehydrate());
    hold?.release();
  }
  const own = Object.assign(new Error(secret), { status: 400, body: words(40154) });
  const denied = await gate
    .run("createManagedOrg", {}, () => Promise.reject(own))
    .catch((error: unknown) => error);
  errors.push(denied);
  const causeIsTheirs = denied instanceof QuotaDenied && denied.cause === own;
  for (const refusal of [
    new Error(`Bearer ${secret}`, { cause: new Error(secret) }),
    Object.assign(new Error(secret), { status: 400, body: words(40154) }),
    words(40004),
    Response.json(words(40154), { status: 400, headers: { "x-echo": secret } }),
    secret,
  ]) {
    values.push(await see(gate.explain(refusal, { action: "createManagedOrg" })));
  }
  values.push(gate.dehydrate());
  gate.hydrate(gate.dehydrate());
  gate.hold("relayVotes", { count: 3 }).commit();
  await see(gate.refresh());
  console.log(gate, provider, gate.state, gate.state.error, gate.dehydrate());
  const { textsOf } = window;
  const places = {
    errors: textsOf(errors),
    "answers and events": textsOf(values),
    gates: textsOf(gates),
    provider: textsOf(provider),
    "the package": textsOf(window.api),
    dehydrated: [JSON.stringify(gate.dehydrate())],
  };
  return { places, codes: [...new Set(codes)].sort(), causeIsTheirs, seen: errors.length };
};

const IN_TURN = [
  "bad-response",
  "forbidden",
  "network",
  "not-found",
  "rate-limited",
  "server",
  "timeout",
  "unauthorized",
];

for (const [what, secret] of [
  ["a session's token", JWT],
  ["an account's key", KEY],
] as const) {
  for (const as of ["a string", "a function"] as const) {
    test(`${what}, given as ${as}, shows nowhere whatever happens`, async ({
      page,
      context,
      site,
      parrots,
      watch,
    }) => {
      await opened(page, site, watch);
      const other = await opened(await context.newPage(), site, watch);
      await page.exposeFunction("serve", (manner: Manner) => {
        parrots.manner = manner;
      });
      const task: Task = { baseUrl: parrots.url, secret, as, manners: MANNERS };
      const { places, codes, causeIsTheirs, seen } = await page.evaluate(exercise, task);
      // It did go wrong in every way, and the token was sent in each.
      expect(codes).toEqual(IN_TURN);
      expect(seen).toBeGreaterThan(50);
      expect(causeIsTheirs).toBe(true);
      expect(
        parrots.heard.filter(({ authorization }) => authorization === `Bearer ${secret}`).length,
      ).toBeGreaterThan(MANNERS.length);

      // Another tab of the same account hears what there is to hear.
      const channel = (await page.evaluate(() => window.channels))[0] ?? "";
      await other.evaluate(
        async ({ channel, baseUrl, secret }) => {
          new BroadcastChannel(channel);
          const { createGate, vocdoni } = window.api;
          const gate = await createGate(
            vocdoni({ baseUrl, token: secret, dangerouslyAllowSecretInBrowser: true }),
            { identity: secret },
          );
          await gate.ready;
          window.gates = [gate];
          gate.hold("relayVotes");
        },
        { channel, baseUrl: parrots.url, secret },
      );
      await page.evaluate(() => window.gates[0]?.refresh());
      await expect.poll(() => other.evaluate(() => window.broadcasts.length)).toBeGreaterThan(3);

      const while_ = [places, await collect(page), await collect(other)];
      const after = await page.evaluate(() => {
        const [first, second] = window.gates;
        first?.clear();
        first?.dispose();
        second?.dispose();
        console.log(window.gates);
        return { gates: window.textsOf(window.gates) };
      });
      const all = [...while_, after, await collect(page), await collect(other), await watch.seen()];
      expect(all.flatMap(placesWithSecrets)).toEqual([]);
      expect([...new Set(parrots.heard.map(({ at, path }) => `${at} ${path}`))]).toEqual([
        "platform /integrator",
      ]);
      expect(watch.uncaught()).toEqual(["Error: a subscriber's own"]);
    });
  }
}

test("an account's key is refused in a page, and quoted nowhere", async ({ page, site, parrots, watch }) => {
  await opened(page, site, watch);
  const { texts, codes } = await page.evaluate(
    async ({ baseUrl, key }) => {
      const { createGate, vocdoni, isQuotaError } = window.api;
      const error = await createGate(vocdoni({ baseUrl, token: key })).catch((error: unknown) => error);
      const gate = await createGate(vocdoni({ baseUrl, token: async () => key }));
      const state = await gate.ready;
      console.log(error, state.error, gate);
      return {
        texts: window.textsOf([error, gate]),
        codes: [isQuotaError(error) && error.code, state.error?.code],
      };
    },
    { baseUrl: parrots.url, key: KEY },
  );
  expect(codes).toEqual(["secret-in-browser", "secret-in-browser"]);
  const places = { texts, ...(await collect(page)), ...(await watch.seen()) };
  expect(placesWithSecrets(places)).toEqual([]);
  expect(parrots.heard).toEqual([]);
});

test("a token function that fails, or gives what is no token, is not quoted", async ({
  page,
  site,
  parrots,
  watch,
}) => {
  await opened(page, site, watch);
  const { texts, codes } = await page.evaluate(
    async ({ baseUrl, secret }) => {
      const { createGate, vocdoni } = window.api;
      let late = () => {};
      const given: (() => unknown)[] = [
        () => {
          throw new Error(`no luck with ${secret}`, { cause: secret });
        },
        () => Promise.reject(new Error(secret)),
        () => Promise.reject(secret),
        () => `${secret}\nX-Other: header`,
        () => `${secret}\u{1F511}`,
        () => `Bearer ${secret}`,
        () => ({ toString: () => secret }),
        () => [secret],
        () =>
          new Promise((_, reject) => {
            late = () => reject(new Error(secret));
          }),
      ];
      const gates = await Promise.all(
        given.map((token) =>
          createGate(vocdoni({ baseUrl, token: token as () => string }), { retries: 0, timeoutMs: 10 }),
        ),
      );
      const states = await Promise.all(gates.map(({ ready }) => ready));
      // When nobody waits for it any more.
      late();
      await new Promise((resolve) => setTimeout(resolve));
      console.log(gates, ...states.map(({ error }) => error));
      return { texts: window.textsOf([gates, states]), codes: states.map(({ error }) => error?.code) };
    },
    { baseUrl: parrots.url, secret: JWT },
  );
  expect(codes).toEqual([
    ...["unauthorized", "unauthorized", "unauthorized"],
    ...["invalid-options", "invalid-options", "invalid-options", "invalid-options", "invalid-options"],
    "timeout",
  ]);
  const places = { texts, ...(await collect(page)), ...(await watch.seen()) };
  expect(placesWithSecrets(places)).toEqual([]);
  expect(watch.uncaught()).toEqual([]);
  expect(parrots.heard).toEqual([]);
});

test("a source's own errors, which may quote what it sent, are not passed on", async ({
  page,
  site,
  watch,
}) => {
  await opened(page, site, watch);
  const { texts, codes } = await page.evaluate(async (secret) => {
    const { createGate, vocdoni } = window.api;
    const failing = (more: object = {}) =>
      Promise.reject(Object.assign(new Error(`Bearer ${secret}`, { cause: secret }), more));
    const trap = (name: string) =>
      Object.defineProperty({ enabled: true }, name, {
        get() {
          throw new Error(secret);
        },
      });
    const sources: (() => Promise<unknown>)[] = [
      () => failing(),
      () => failing({ status: 401, body: { error: secret, code: 40001 } }),
      () => failing({ status: 500, response: { data: secret } }),
      () => failing({ status: 429, headers: { authorization: secret } }),
      () => Promise.reject(secret),
      async () => secret,
      async () => ({ enabled: secret, [secret]: secret }),
      async () => trap("enabled"),
      async () => trap("limits"),
      async () => new Proxy({}, { get: (_, name) => (name === "then" ? undefined : trap("x")) }),
      () => {
        throw new Error(secret);
      },
      () => Promise.reject(trap("status")),
      () => Promise.reject(trap("response")),
    ];
    const gates = await Promise.all(
      sources.map((source) => createGate(vocdoni({ source, token: secret }), { retries: 0 })),
    );
    const states = await Promise.all(gates.map(({ ready }) => ready));
    console.log(gates, ...states.map(({ error }) => error));
    return { texts: window.textsOf([gates, states]), codes: states.map(({ error }) => error?.code ?? null) };
  }, JWT);
  expect(codes.slice(0, 8)).toEqual([
    ...["network", "unauthorized", "server", "rate-limited", "network"],
    ...["bad-response", "bad-response", "bad-response"],
  ]);
  const places = { texts, ...(await collect(page)), ...(await watch.seen()) };
  expect(placesWithSecrets(places)).toEqual([]);
  expect(watch.uncaught()).toEqual([]);
});

test("plain http is refused but for the page's own origin", async ({ page, site, watch }) => {
  const headers: (string | undefined)[] = [];
  await page.route("http://shop.example/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith("/api/")) {
      headers.push((await route.request().allHeaders())["authorization"]);
      return route.fulfill({ json: { enabled: true, limits: {}, usage: {} } });
    }
    return route.fulfill({ response: await route.fetch({ url: `${site.url}${pathname}` }) });
  });
  await page.goto("http://shop.example/");
  await page.waitForFunction(() => window.api !== undefined);
  watch.baseUrl = "http://shop.example";
  await watch.follow(page.context(), page);
  const codes = await page.evaluate(async (token) => {
    const { createGate, vocdoni, isQuotaError } = window.api;
    const codes: unknown[] = [];
    for (const baseUrl of [
      "/api/quota",
      "http://shop.example/api/quota",
      "http://shop.example:8080/api/quota",
      "http://platform.example/api",
      "//platform.example/api",
      "http://127.0.0.1.example/api",
      "http://user:password@shop.example/api/quota",
      "https://user@platform.example/api",
      "ftp://platform.example/api",
    ]) {
      const gate = await createGate(vocdoni({ baseUrl, token }), { retries: 0 }).catch(
        (error: unknown) => error,
      );
      if (isQuotaError(gate)) codes.push(gate.code);
      else codes.push((await (gate as Window["gates"][number]).ready).error?.code ?? "fine");
    }
    return codes;
  }, JWT);
  expect(codes).toEqual([
    ...["fine", "fine"],
    ...["insecure", "insecure", "insecure", "insecure", "insecure", "insecure"],
    "invalid-options",
  ]);
  expect(headers).toEqual([`Bearer ${JWT}`, `Bearer ${JWT}`]);
});

test("names of storage, channels and locks say nothing of whose they are", async ({
  page,
  site,
  parrots,
  watch,
}) => {
  await opened(page, site, watch);
  const names = await page.evaluate(async (baseUrl) => {
    const { createGate, vocdoni } = window.api;
    for (const persist of ["local", "session"] as const) {
      const gate = await createGate(vocdoni({ baseUrl }), { persist, identity: "ada@example.org" });
      await gate.ready;
      gate.subscribe(() => {});
    }
    const { held = [], pending = [] } = await navigator.locks.query();
    const locks = [...held, ...pending].map(({ name }) => name ?? "");
    return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...window.channels, ...locks];
  }, parrots.url);
  const [hash] = /(?<=\/1\/)\w+/.exec(names[0] ?? "") ?? [];
  expect([...new Set(names)].sort()).toEqual([
    `quota-gate/1/${hash}`,
    `quota-gate/1/${hash}/here`,
    `quota-gate/1/${hash}/lead`,
  ]);
  expect(hash).toMatch(/^[0-9a-z]{10,14}$/);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const text of [...names, stored]) expect(text).not.toMatch(/ada|example|127\.|integrator|vocdoni/i);
});

test("a secret in any of the places would be found", async ({ page, site, watch }) => {
  await opened(page, site, watch);
  const before = { ...(await collect(page)), ...(await watch.seen()) };
  expect(placesWithSecrets(before)).toEqual([]);
  await page.evaluate(async (secret) => {
    // No more than a piece, and somewhere in the middle.
    const piece = `...${secret.slice(20, 32)}...`;
    const host = document.body.appendChild(document.createElement("div"));
    const inner = host.attachShadow({ mode: "open" }).appendChild(document.createElement("p"));
    inner.setAttribute("title", piece);
    localStorage.setItem(piece, "");
    sessionStorage.setItem("item", JSON.stringify({ piece }));
    await new Promise((resolve) => {
      indexedDB.open(piece).onsuccess = resolve;
    });
    await caches.open(piece);
    // biome-ignore lint/suspicious/noDocumentCookie: there is no other way on http
    document.cookie = `item=${piece}`;
    new BroadcastChannel("channel").postMessage({ deep: [{ piece }] });
    history.replaceState({ piece }, "");
    performance.mark(piece);
    navigator.locks.request(piece, () => new Promise(() => {}));
    console.debug({ deep: { deeper: new Map([["deepest", [piece]]]) } });
    console.debug({ piece });
    console.info(piece);
    reportError(new Error("caught", { cause: piece }));
    await fetch(`/?${piece}`, { method: "POST", headers: { "x-item": piece }, body: piece });
  }, JWT);
  const after = { ...(await collect(page)), ...(await watch.seen()) };
  const missed = Object.keys(after).filter((place) => !placesWithSecrets(after).includes(place));
  expect(missed).toEqual([]);
});
