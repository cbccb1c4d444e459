import { readFileSync } from "node:fs";
import { createGate, vocdoni } from "quota-gate";
import { createQuotaHooks, type QuotaProviderProps } from "quota-gate/react";
import { createElement, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, test, vi } from "vitest";

const ANSWER = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 1000, maxEmails: 500, maxSMS: 200 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentEmails: 87, sentSMS: 12 },
};

const opened = async () => {
  const gate = await createGate(vocdoni({ source: async () => ANSWER }));
  await gate.ready;
  return gate;
};
type TestGate = Awaited<ReturnType<typeof opened>>;

const { QuotaProvider, useQuota, useHeadroom, useQuotaState, useGate, Gated } = createQuotaHooks<TestGate>();

const html = (
  gate: QuotaProviderProps<TestGate>["gate"],
  children: ReactNode,
  policies: Partial<QuotaProviderProps<TestGate>> = {},
): string => renderToString(createElement(QuotaProvider, { gate, ...policies }, children));

/** What a hook says within a component. */
const said = <T>(gate: QuotaProviderProps<TestGate>["gate"], use: () => T): T => {
  const told: T[] = [];
  const Teller = () => {
    told.push(use());
    return null;
  };
  html(gate, createElement(Teller));
  const [first] = told;
  if (first === undefined) throw new Error("nothing was rendered");
  return first;
};

const button = createElement("button", { type: "button" }, "Create");
const create = { action: "createManagedOrg", children: button } as const;
const gatedButton = createElement(Gated, create);
const pending = new Promise<TestGate>(() => {});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("on a server", () => {
  test("a control says what its gate says", async () => {
    const gate = await opened();
    const gated = html(gate, gatedButton);
    expect(gated).toMatch(
      /^<button type="button" aria-disabled="true" aria-describedby="(\S+)" data-quota-verdict="deny" data-quota-control="\1">Create<\/button><span id="\1" data-quota-reason="">This can(?:&#x27;|')t be created right now\. Please contact support\.<\/span>$/,
    );
    gate.dispose();
  });

  test("one whose gate is a promise waits, in silence", () => {
    const gated = html(pending, gatedButton);
    expect(gated).toMatch(/^<button type="button" aria-disabled="true" data-quota-verdict="pending" /);
    expect(gated).toMatch(/<span id="\S+" hidden="" data-quota-reason=""><\/span>$/);
  });

  test("a promise that came true meanwhile is still one", async () => {
    const promise = opened();
    const { decision } = said(promise, () => useQuota("createManagedOrg"));
    const gate = await promise;
    expect(said(promise, () => useQuota("createManagedOrg")).decision).toEqual(decision);
    expect(decision.verdict).toBe("pending");
    gate.dispose();
  });

  test("what counts before there is a gate is the application's to say", () => {
    expect(html(pending, gatedButton, { whileLoading: "allow" })).not.toContain("aria-disabled");
  });

  test("the other hooks answer", async () => {
    const gate = await opened();
    expect(said(gate, () => useHeadroom("votes"))).toMatchObject({ remaining: 866, level: "ok" });
    expect(said(gate, () => [useGate(), useQuotaState()])).toEqual([gate, gate.state]);
    expect(said(pending, () => useHeadroom("votes"))).toMatchObject({ remaining: null, level: "unknown" });
    expect(said(pending, () => [useGate(), useQuotaState()])).toEqual([null, null]);
    gate.dispose();
  });

  test("nobody subscribes, and nothing is complained of", async () => {
    const gate = await opened();
    const subscribed = vi.spyOn(gate, "subscribe");
    const complained = vi.spyOn(console, "error");
    html(gate, gatedButton);
    expect(subscribed).not.toHaveBeenCalled();
    expect(complained).not.toHaveBeenCalled();
    gate.dispose();
  });

  test("a gate that is over reads as unknown", async () => {
    const gate = await opened();
    gate.dispose();
    const { decision, allowed } = said(gate, () => useQuota("createManagedOrg"));
    expect([decision.verdict, allowed]).toEqual(["unknown", true]);
  });
});

describe("mistakes", () => {
  test("outside of a provider", () => {
    const missing = / finds no gate\. Put <QuotaProvider gate=\{gate\}> around it/;
    expect(() => renderToString(gatedButton)).toThrow(missing);
    for (const use of [useGate, useQuotaState, () => useQuota("relayVotes"), () => useHeadroom("votes")]) {
      const Lost = () => {
        use();
        return null;
      };
      expect(() => renderToString(createElement(Lost))).toThrow(missing);
    }
  });

  test("the provider of other hooks is another one", async () => {
    const gate = await opened();
    const others = createQuotaHooks<TestGate>();
    const gated = createElement(others.Gated, create);
    expect(() => html(gate, gated)).toThrow("of the same createQuotaHooks() call");
    gate.dispose();
  });

  test("a provider without a gate", () => {
    expect(() => html(undefined as never, null)).toThrow("QuotaProvider needs a gate, or the promise of one");
  });

  test("what is not one control", async () => {
    const gate = await opened();
    const message = "Gated takes one control";
    for (const children of ["text", [button, button], null])
      expect(() =>
        html(gate, createElement(Gated, { ...create, ...{ children: children as never } })),
      ).toThrow(message);
    gate.dispose();
  });
});

test("the file says that it is for browsers, as Next asks for", () => {
  expect(readFileSync(new URL("../../dist/react.js", import.meta.url), "utf8")).toMatch(/^"use client";/);
});
