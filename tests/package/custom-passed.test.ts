/** What is known by one description, where it is stored or handed on: for the same description, and for no other. */
import { type CustomResource, createGate, type DehydratedState, type GateOptions } from "quota-gate";
import { describe, expect, test } from "vitest";
import { type PostOptions, post, postOver, unopened } from "./post.js";
import { finally_, pass, START, stubStorage, useFakeClock } from "./support.js";

useFakeClock();

const PLACES: CustomResource = { limit: "/l", used: "/u", unlimited: [-1] };
const BODY = { l: 5, u: 1 };
const OPTIONS: GateOptions = { identity: "me", persist: "local", shareAcrossTabs: false };
const silent = { source: () => new Promise(() => {}) };

/** One description of what could be any platform. */
const described = (emails: CustomResource = PLACES, more: Partial<PostOptions> = {}) =>
  post(emails, { ...silent, ...more });

/** Where another page knows from what one has stored. */
const stored = async (provider: ReturnType<typeof post>) => {
  stubStorage();
  const first = await postOver(PLACES, BODY, {}, OPTIONS);
  first.dispose();
  return (await unopened(provider, OPTIONS)).state.source;
};

/** Where a page knows from what a server has handed to it. */
const handed = async (provider: ReturnType<typeof post>) => {
  const first = await postOver(PLACES, BODY);
  const state = JSON.parse(JSON.stringify(first.dehydrate())) as DehydratedState;
  const page = await unopened(provider);
  page.hydrate(state);
  return page.state.source;
};

describe("what is stored or handed on", () => {
  test("is the next page's, by the same description", async () => {
    expect(await stored(described())).toBe("cache");
    expect(await handed(described())).toBe("page");
  });

  test.each<[string, ReturnType<typeof post>]>([
    ["points elsewhere", described({ ...PLACES, used: "/v" })],
    ["adds what is reserved", described({ ...PLACES, reserved: "/x" })],
    ["takes another number for unlimited", described({ ...PLACES, unlimited: [0] })],
    ["takes more of it for an action", described(PLACES, { actions: { send: { emails: 2 } } })],
    ["has a switch", described(PLACES, { enabled: "/on" })],
    ["has somebody who counts", described(PLACES, { usage: async () => ({}) })],
    ["is of another platform", described(PLACES, { name: "other" })],
  ])("is nobody's whose description %s", async (_, provider) => {
    expect(await stored(provider)).toBeNull();
    expect(await handed(provider)).toBeNull();
  });

  test("is told apart by the name, where descriptions differ in a function alone", async () => {
    const select = (body: unknown) => (body as { deals: unknown }).deals;
    expect(await stored(described(PLACES, { name: "post: deals", select }))).toBeNull();
  });

  test("is nobody else's: of another identity", async () => {
    stubStorage();
    (await postOver(PLACES, BODY, {}, OPTIONS)).dispose();
    expect((await unopened(described(), { ...OPTIONS, identity: "you" })).state.source).toBeNull();
  });

  test.each<[string, unknown, object]>([
    ["a limit and what is used", { l: 5, u: 1 }, { limit: 5, used: 1, remaining: 4 }],
    ["no limit", { l: -1, u: 1 }, { limit: Number.POSITIVE_INFINITY, used: 1, level: "unlimited" }],
    ["nothing", {}, { limit: null, used: null, level: "unknown" }],
  ])("comes back as it was: %s", async (_, body, room) => {
    const first = await postOver(PLACES, body);
    const page = await unopened(described());
    page.hydrate(JSON.parse(JSON.stringify(first.dehydrate())) as DehydratedState);
    expect(page.headroom("emails")).toMatchObject(room);
    expect(page.headroom("emails")).toEqual(first.headroom("emails"));
    expect(page.check("send")).toEqual(first.check("send"));
  });

  test("comes back with where it is from, what only remains of it, and when it starts anew", async () => {
    const places = { remaining: "/r", resetsAt: "/at" };
    const body = { r: 2, at: START + 60_000 };
    const first = await postOver(places, body, { usage: async () => ({ emails: 7 }) });
    const page = await unopened(described(places, { usage: async () => ({}) }));
    page.hydrate(JSON.parse(JSON.stringify(first.dehydrate())) as DehydratedState);
    expect(page.headroom("emails")).toMatchObject({
      remaining: 2,
      origin: "counted",
      resetsAt: START + 60_000,
    });
    expect(page.headroom("emails")).toEqual(first.headroom("emails"));
  });

  test("has started anew on its way, where its time came", async () => {
    stubStorage();
    const places = { ...PLACES, resetsAt: "/at" };
    (await postOver(places, { l: 5, u: 5, at: START + 30_000 }, {}, OPTIONS)).dispose();
    await pass(30_000);
    const next = await unopened(described(places), OPTIONS);
    expect(next.state).toMatchObject({ phase: "stale", source: "cache" });
    expect(next.headroom("emails")).toMatchObject({ limit: 5, used: null, resetsAt: null });
  });

  test("holds what was held", async () => {
    stubStorage();
    const first = await postOver(PLACES, BODY, {}, OPTIONS);
    first.hold("send", { count: 3 }).commit();
    first.dispose();
    const next = await unopened(described(), OPTIONS);
    expect(next.headroom("emails")).toMatchObject({ held: 3, remaining: 1 });
  });

  test("keeps no more of an answer than its numbers", async () => {
    const { localStorage } = stubStorage();
    const body = { ...BODY, owner: "someone@post.example", token: "s3cret" };
    (await postOver(PLACES, body, {}, OPTIONS)).dispose();
    expect(localStorage.all).not.toBe("");
    expect(localStorage.all).not.toMatch(/someone|s3cret|post/);
  });
});

test("what is changed in a description afterwards changes nothing", async () => {
  const emails = { ...PLACES };
  const actions = { send: { emails: 1 } };
  const provider = post(emails, { source: async () => ({ ...BODY, other: 99 }), actions });
  emails.limit = "/other";
  actions.send.emails = 9;
  const gate = await createGate(provider, { retries: 0 });
  finally_(() => gate.dispose());
  await gate.ready;
  expect(gate.headroom("emails")).toMatchObject({ limitName: "/l", limit: 5 });
  expect(gate.check("send").max).toBe(4);
});
