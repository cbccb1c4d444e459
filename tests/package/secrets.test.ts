/** A token is known to the gate, and to the origin that it was given for: the same in Node, where errors are logged in depth. */
import { createGate, type VocdoniOptions, vocdoni } from "quota-gate";
import { expect, test } from "vitest";
import { JWT, KEY, type Manner, pieceIn, textsOf } from "../e2e/support/secrets.js";
import { foundIn, useParrots } from "./secrets-found.js";
import { gateOn } from "./support.js";

const MANNERS: readonly Manner[] = [
  ...(["well", "nonsense", "html", "cut", "close", "hang", "redirect-away", "redirect-home"] as const),
  ...(["401", "403", "404", "408", "429", "500"] as const),
];

const watch = useParrots();

test.each([
  ["a message", () => new Error(JWT)],
  ["a stack", () => Object.assign(new Error("…"), { stack: `at ${KEY}` })],
  ["a cause", () => new Error("…", { cause: new Error("…", { cause: { deep: [JWT] } }) })],
  ["a piece", () => ({ text: `…${KEY.slice(30, 42)}…` })],
  ["a hidden property", () => Object.defineProperty({}, "hidden", { value: { token: JWT } })],
  ["a symbol's property", () => ({ [Symbol("…")]: JWT })],
  ["a name", () => ({ [KEY]: 1 })],
  ["a symbol", () => ({ [Symbol(KEY)]: 1 })],
  ["a getter", () => Object.defineProperty({}, "token", { get: () => JWT })],
  ["an inherited getter", () => Object.create(Object.defineProperty({}, "token", { get: () => JWT }))],
  ["a map", () => new Map([["token", new Set([JWT])]])],
  ["toJSON", () => ({ toJSON: () => KEY })],
  ["toString", () => ({ toString: () => KEY })],
  ["a function", () => Object.assign(() => {}, { token: KEY })],
])("a secret in %s would be found", (_, value) => {
  expect(pieceIn(textsOf(value()).join("\n"))).toBeTypeOf("string");
});

test("a task's own error stays the cause of a QuotaDenied, and is not searched", async () => {
  const gate = await gateOn({ baseUrl: watch.parrots.url, token: JWT });
  const own = Object.assign(new Error(JWT), { status: 400, body: { code: 40154, error: JWT } });
  const denied: Error = await gate
    .run("createManagedOrg", {}, () => Promise.reject(own))
    .catch((error) => error);
  expect(denied).toMatchObject({ name: "QuotaDenied", platformCode: 40154 });
  expect(denied.cause).toBe(own);
  expect(pieceIn(textsOf(denied).join("\n"))).toBeUndefined();
  expect(JSON.stringify(denied)).not.toContain("MARKER");
});

const givers = (secret: string): [string, NonNullable<VocdoniOptions["token"]>][] => [
  ["a string", secret],
  ["a function", async () => secret],
];

for (const secret of [JWT, KEY]) {
  for (const [as, token] of givers(secret)) {
    test(`${secret.slice(0, 4)}… as ${as} shows nowhere, whatever the platform does`, async () => {
      const provider = vocdoni({ baseUrl: watch.parrots.url, token });
      const seen: unknown[] = [provider];
      for (const manner of MANNERS) {
        watch.parrots.manner = "well";
        const gate = await createGate(provider, {
          identity: secret,
          persist: "local",
          audience: "operator",
          retries: 0,
          timeoutMs: 200,
        });
        gate.on("error", (error) => seen.push(error, error.stack, error.cause));
        gate.subscribe((state) => seen.push(state));
        await gate.ready;
        watch.parrots.manner = manner;
        const state = await gate.refresh();
        if (manner !== "well") expect(state.error, manner).not.toBeNull();
        seen.push(state, state.error, gate.check("createManagedOrg"), gate.dehydrate(), gate);
        seen.push(await gate.explain({ code: 40154, error: secret }, { action: "createManagedOrg" }));
        seen.push(await gate.refresh().catch((error: unknown) => error));
        gate.dispose();
        seen.push(await gate.refresh().catch((error: unknown) => error), gate);
      }
      expect(foundIn(...seen)).toEqual([]);
      expect(watch.said).toEqual([]);
      expect(new Set(watch.parrots.heard.map(({ at, path }) => `${at} ${path}`))).toEqual(
        new Set(["platform /integrator"]),
      );
      expect(watch.parrots.heard.every(({ authorization }) => authorization === `Bearer ${secret}`)).toBe(
        true,
      );
    });
  }
}

test.each<[string, (secret: string) => unknown]>([
  ["an object for a token", (secret) => ({ baseUrl: "https://example.org", token: { secret } })],
  ["user:password", (secret) => ({ baseUrl: `https://user:${secret}@example.org`, token: secret })],
  ["user", (secret) => ({ baseUrl: `https://${secret}@example.org` })],
  ["plain http with a query", (secret) => ({ baseUrl: `http://example.org/?key=${secret}`, path: "" })],
  ["a query", (secret) => ({ baseUrl: `https://example.org/?key=${secret}`, token: secret })],
  ["a fragment", (secret) => ({ baseUrl: `https://example.org/#${secret}` })],
  ["another protocol", (secret) => ({ baseUrl: `ftp://example.org/${secret}`, token: secret })],
  ["no URL at all", (secret) => ({ baseUrl: secret, token: secret })],
  ["an object for a path", (secret) => ({ baseUrl: "https://example.org", path: { secret } })],
  [
    "the token where credentials belong",
    (secret) => ({ baseUrl: "https://example.org", credentials: secret }),
  ],
  ["the token for a source", (secret) => ({ source: secret })],
])("an option that makes no sense is not quoted: %s", async (_, endpoint) => {
  for (const secret of [JWT, KEY]) {
    const create = () => createGate(vocdoni(endpoint(secret) as VocdoniOptions));
    const error = await create().catch((error: unknown) => error);
    expect(error).toMatchObject({ code: expect.stringMatching(/^(invalid-options|insecure)$/) });
    expect(foundIn(error)).toEqual([]);
  }
});

test("the options themselves can be a secret, and are not quoted", async () => {
  const wrong = [
    () => createGate(KEY as never),
    () => createGate({ token: KEY } as never),
    () => createGate(vocdoni({ source: async () => ({}) }), { identity: { token: KEY } as never }),
  ];
  const errors = await Promise.all(wrong.map((create) => create().catch((error: unknown) => error)));
  expect(foundIn(...errors)).toEqual([]);
});

test.each<[string, () => unknown]>([
  [
    "throws",
    () => {
      throw new Error(JWT, { cause: KEY });
    },
  ],
  ["rejects", () => Promise.reject(new Error(JWT))],
  ["gives a line too many", () => `${JWT}\n`],
  ["gives an object", () => ({ token: KEY })],
])("a token function that %s is not quoted", async (_, token) => {
  const gate = await gateOn({ baseUrl: watch.parrots.url, token: token as () => string });
  const { error } = await gate.ready;
  expect(error?.code).toMatch(/^(unauthorized|invalid-options)$/);
  expect(foundIn(error, gate, gate.state)).toEqual([]);
  expect(watch.parrots.heard).toEqual([]);
});

test.each<[string, () => Promise<unknown>]>([
  ["an error", () => Promise.reject(new Error(JWT, { cause: KEY }))],
  [
    "an SDK's error",
    () => Promise.reject(Object.assign(new Error(JWT), { status: 500, body: { error: KEY } })),
  ],
  ["a string", () => Promise.reject(KEY)],
  [
    "a trap",
    async () =>
      Object.defineProperty({}, "enabled", {
        get: () => {
          throw new Error(KEY);
        },
      }),
  ],
])("what a source throws is not passed on: %s", async (_, source) => {
  const gate = await gateOn({ source, token: JWT });
  const { error } = await gate.ready;
  expect(error).not.toBeNull();
  expect(foundIn(error, gate, gate.state)).toEqual([]);
});
