// @vitest-environment jsdom
import { vocdoni } from "quota-gate";
import { createTestGate, type TestGateOptions } from "quota-gate/testing";
import { afterEach, expect, test, vi } from "vitest";
import { eventually } from "./eventually.js";

const provider = vocdoni({ baseUrl: "/api/quota", path: "" });
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const pageOf = async (initial: TestGateOptions<(typeof provider.resources)[number]>) => {
  document.body.innerHTML = `<button data-quota-action="createManagedOrg">Create</button>`;
  const gate = await createTestGate(provider, initial);
  cleanups.push(() => gate.dispose());
  const clicked = vi.fn();
  const button = document.querySelector("button") as HTMLButtonElement;
  button.addEventListener("click", clicked);
  return { gate, button, clicked };
};

const reasonOf = (control: Element): string =>
  (control.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "")
    .join(" ");

test("a bound button is closed and says why, and opens once there is room", async () => {
  const { gate, button, clicked } = await pageOf({ limits: { managedOrgs: 1 }, usage: { managedOrgs: 1 } });
  gate.bind();
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(reasonOf(button)).toBe(gate.check("createManagedOrg").message);
  const denied = vi.fn();
  gate.on("denied", denied);
  button.click();
  expect(clicked).not.toHaveBeenCalled();
  expect(denied).toHaveBeenCalledOnce();
  gate.set({ limits: { managedOrgs: 2 } });
  expect(button.hasAttribute("aria-disabled")).toBe(false);
  expect(button.dataset["quotaVerdict"]).toBe("allow");
  button.click();
  expect(clicked).toHaveBeenCalledOnce();
});

test("a bound button is pending while the gate loads, and open once nobody can know", async () => {
  const { gate, button } = await pageOf({ limits: { managedOrgs: 0 }, phase: "loading" });
  gate.bind();
  expect(button.dataset["quotaVerdict"]).toBe("pending");
  expect(button.getAttribute("aria-disabled")).toBe("true");
  gate.advance(3_000);
  expect(button.dataset["quotaVerdict"]).toBe("unknown");
  expect(button.hasAttribute("aria-disabled")).toBe(false);
});

test("looking at a stale answer has it asked for again", async () => {
  const { gate, button } = await pageOf({ limits: { managedOrgs: 1 }, phase: "stale" });
  gate.bind();
  expect(gate.state.phase).toBe("stale");
  button.focus();
  await eventually(() => expect(gate.state.phase).toBe("ready"));
});

test("other tabs are told of nothing unless options ask for it", async () => {
  const channel = vi.fn(function blocked() {
    throw new Error("no channel can be opened");
  });
  vi.stubGlobal("BroadcastChannel", channel);
  vi.stubGlobal("navigator", { locks: { request: () => new Promise(() => {}) }, onLine: true });
  cleanups.push(() => vi.unstubAllGlobals());
  await pageOf({ options: { identity: "me" } });
  expect(channel).not.toHaveBeenCalled();
  await pageOf({ options: { identity: "me", shareAcrossTabs: true } });
  expect(channel).toHaveBeenCalledOnce();
});

test("a secret that a page may not have is of no matter to a gate that asks nobody", async () => {
  const own = vocdoni({ baseUrl: "https://platform.example", token: "vsk_secret" });
  const gate = await createTestGate(own, { limits: { sms: 1 } });
  expect(gate.headroom("sms").limit).toBe(1);
  gate.dispose();
});
