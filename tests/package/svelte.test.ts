import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createGate, didomi } from "quota-gate";
import { gated, headroom, quota, useHeadroom, useQuota } from "quota-gate/svelte";
import type { Component } from "svelte";
import { compile } from "svelte/compiler";
import { render } from "svelte/server";
import { get } from "svelte/store";
import { afterEach, describe, expect, test, vi } from "vitest";
import { eventually } from "./eventually.js";
import { GUIDE, guide, opened, pass, useFakeClock } from "./support.js";

useFakeClock();
afterEach(() => {
  vi.restoreAllMocks();
});

/** A component as a server has it. */
const compiled = async (name: string, source: string): Promise<Component<{ gate: unknown }>> => {
  const { js } = compile(source, { generate: "server", filename: `${name}.svelte` });
  const file = path.resolve(import.meta.dirname, `../../build/test/svelte/${name}.js`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, js.code);
  return (await import(/* @vite-ignore */ file)).default;
};

const Create = await compiled(
  "Create",
  `<script>
    import { gated, headroom, quota, useHeadroom, useQuota } from "quota-gate/svelte";
    const { gate } = $props();
    const id = $props.id();
    const q = useQuota(gate, "createManagedOrg");
    const named = useQuota(gate, "createManagedOrg", {}, { id });
    const room = useHeadroom(gate, "votes");
    const may = quota(gate, "publishProcess", { voters: 867 });
    const left = headroom(gate, "emails");
  </script>
  <button {...q.attrs}>Create</button><span {...q.reasonAttrs}>{q.reason}</span>
  <button {...named.attrs}>Create</button><span {...named.reasonAttrs}>{named.reason}</span>
  <form {...q.formAttrs}></form>
  <button use:gated={{ gate, action: "sendEmailOtp" }}>Send</button>
  <i>{room.current.remaining} {$may.verdict} {$left.remaining}</i>`,
);
const rendered = (gate: unknown) =>
  render(Create, { props: { gate } })
    .body.replace(/<!--.*?-->/gs, "")
    .replace(/\s+</g, "<");
const SAID = "This can't be created right now. Please contact support.";

describe("on a server", () => {
  test("a control has its state and its reason, and leaves no listener and no timer", async () => {
    const { gate } = await opened([GUIDE]);
    let heard = 0;
    const { subscribe } = gate;
    gate.subscribe = (listener) => {
      const stop = subscribe(listener);
      heard++;
      return () => {
        heard--;
        stop();
      };
    };
    const timers = vi.getTimerCount();
    expect(rendered(gate)).toBe(
      `<button aria-disabled="true" data-quota-verdict="deny">Create</button><span data-quota-reason="">${SAID}</span>` +
        `<button aria-disabled="true" aria-describedby="s1" data-quota-verdict="deny">Create</button>` +
        `<span id="s1" data-quota-reason="">${SAID}</span>` +
        "<form></form><button>Send</button><i>866 deny 413</i>",
    );
    expect([heard, vi.getTimerCount()]).toEqual([0, timers]);
  });

  test("a promise is pending, and says nothing", () => {
    const html = rendered(new Promise(() => {}));
    expect(html).toContain(
      '<button aria-disabled="true" data-quota-verdict="pending">Create</button><span hidden="" data-quota-reason=""></span>',
    );
    expect(html).toContain("<i> pending</i>");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a gate that is disposed of is unknown", async () => {
    const { gate } = await opened([GUIDE]);
    gate.dispose();
    expect(rendered(gate)).toContain('<button data-quota-verdict="unknown">Create</button>');
  });
});

describe("a store", () => {
  test("tells at once, and then when the answer is another one", async () => {
    const answers: unknown[] = [GUIDE];
    const { gate } = await opened(answers);
    const verdicts: string[] = [];
    const rooms: (number | null)[] = [];
    const leave = [
      quota(gate, "createManagedOrg").subscribe(({ verdict }) => verdicts.push(verdict)),
      headroom(gate, "votes").subscribe(({ remaining }) => rooms.push(remaining)),
    ];
    expect([verdicts, rooms]).toEqual([["deny"], [866]]);
    await pass(1_000);
    await gate.refresh();
    expect([verdicts, rooms]).toEqual([["deny"], [866]]);
    answers[0] = guide({ maxManagedOrgs: 5 });
    await gate.refresh();
    expect([verdicts, rooms]).toEqual([["deny", "allow"], [866]]);
    for (const each of leave) each();
    answers[0] = GUIDE;
    await gate.refresh();
    expect(verdicts).toEqual(["deny", "allow"]);
  });

  test("leaves no timer behind", async () => {
    const { gate } = await opened([GUIDE]);
    const timers = vi.getTimerCount();
    const leave = [
      quota(gate, "createManagedOrg").subscribe(() => {}),
      quota(new Promise<typeof gate>(() => {}), "createManagedOrg").subscribe(() => {}),
    ];
    expect(vi.getTimerCount()).toBeGreaterThan(timers);
    for (const each of leave) each();
    expect(vi.getTimerCount()).toBe(timers);
  });

  test("takes the promise of a gate", async () => {
    const { gate } = await opened([GUIDE]);
    const verdicts: string[] = [];
    quota(Promise.resolve(gate), "createManagedOrg").subscribe(({ verdict }) => verdicts.push(verdict));
    expect(verdicts).toEqual(["pending"]);
    await eventually(() => expect(verdicts).toEqual(["pending", "deny"]));
  });

  test("is unknown where there never is a gate, or none any more", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { gate } = await opened([GUIDE]);
    const verdicts: string[] = [];
    const failed = Promise.reject<typeof gate>(new Error("no wasm"));
    quota(failed, "createManagedOrg").subscribe(({ verdict }) => verdicts.push(verdict));
    await eventually(() => expect(verdicts).toEqual(["pending", "unknown"]));
    const [may, left] = [quota(gate, "createManagedOrg"), headroom(gate, "votes")];
    gate.dispose();
    expect([get(may).verdict, get(left).level]).toEqual(["unknown", "unknown"]);
  });

  test("says within what a limit counts, though nothing is chosen yet", async () => {
    const gate = await createGate(
      didomi({ organizationId: "acme", source: async () => ({}), usage: async () => ({}) }),
    );
    for (const configId of [null, undefined, ""] as const)
      expect(get(quota(gate, "attachExportDestination", { configId })).verdict).not.toBe("allow");
    gate.dispose();
  });

  test("takes parameters as fields give them", async () => {
    const { gate } = await opened([GUIDE]);
    expect(get(quota(gate, "publishProcess", { voters: 867 })).verdict).toBe("deny");
    expect(get(quota(gate, "publishProcess", { voters: null })).verdict).toBe("allow");
    expect(get(quota(gate, "publishProcess", { voters: "867" as never })).verdict).toBe("deny");
    expect(get(quota(gate, "publishProcess", { voters: "many" as never })).verdict).toBe("allow");
    expect(() => get(quota(gate, "publishProcess", { voters: true as never }))).toThrow(/whole number/);
  });
});

test("outside of components an answer is that of the moment", async () => {
  const answers: unknown[] = [GUIDE];
  const { gate } = await opened(answers);
  let voters = 867;
  const q = useQuota(gate, "publishProcess", () => ({ voters }));
  const room = useHeadroom(gate, "votes", () => null);
  expect([q.allowed, q.decision.verdict, q.reason, room.current.remaining]).toEqual([
    false,
    "deny",
    SAID.replace("created", "published"),
    866,
  ]);
  const { attrs } = q;
  expect(q.attrs).toBe(attrs);
  voters = 866;
  expect([q.allowed, q.reason, q.attrs.onclickcapture]).toEqual([true, "", attrs.onclickcapture]);
  answers[0] = guide({ maxVotes: 500 });
  await gate.refresh();
  expect([q.allowed, room.current.remaining]).toEqual([false, 366]);
});

test("an action is for elements", () => {
  expect(gated).toBeTypeOf("function");
});
