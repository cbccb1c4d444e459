// @vitest-environment jsdom
import { type QuotaError, vocdoni } from "quota-gate";
import { createTestGate } from "quota-gate/testing";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { gateControl } from "../../www/lib/bind/control.js";
import { given } from "../../www/lib/interface/given.js";
import { type Loadable, sourceOf } from "../../www/lib/interface/source.js";
import { eventually } from "./eventually.js";

const provider = vocdoni({});
const full = { limits: { managedOrgs: 1 }, usage: { managedOrgs: 1 } };

const opened = async (numbers: Parameters<typeof createTestGate>[1] = full) => {
  const gate = await createTestGate(provider, numbers);
  onTestFinished(() => gate.dispose());
  return gate;
};

/** The built package and its source declare gates of their own. */
const sourceOn = (gate: unknown) => sourceOf(gate as Loadable);

const button = (): HTMLButtonElement => {
  const element = document.createElement("button");
  document.body.replaceChildren(element);
  return element;
};

const verdict = (control: Element) => control.getAttribute("data-quota-verdict");
const reasons = () => document.querySelectorAll("[data-quota-reason]").length;

describe("a control that is gated by hand", () => {
  const reported = vi.fn<(error: QuotaError) => void>();
  beforeEach(() => {
    reported.mockReset();
    vi.stubGlobal("reportError", reported);
    return () => vi.unstubAllGlobals();
  });

  test("is closed with its reason after it, and opens with the gate", async () => {
    const gate = await opened();
    const control = button();
    const gated = gateControl(sourceOn(gate), control, () => ({ action: "createManagedOrg" }));
    expect(control.getAttribute("aria-disabled")).toBe("true");
    expect(control.nextElementSibling?.textContent).toMatch(/can't be created/);
    gate.set({ usage: { managedOrgs: 0 } });
    expect(verdict(control)).toBe("allow");
    expect(gated.decision?.verdict).toBe("allow");
  });

  test("is as it was once it's released", async () => {
    const gate = await opened();
    const control = button();
    const before = document.body.outerHTML;
    gateControl(sourceOn(gate), control, () => ({ action: "createManagedOrg" })).release();
    expect(document.body.outerHTML).toBe(before);
  });

  test("can be gated anew in another way", async () => {
    const source = sourceOn(await opened());
    const control = button();
    gateControl(source, control, () => ({ action: "createManagedOrg" })).release();
    gateControl(source, control, () => ({ action: "createManagedOrg" }), {
      mode: "disabled",
      reason: "none",
    });
    expect(control.disabled).toBe(true);
    expect(control.hasAttribute("aria-disabled")).toBe(false);
    expect(reasons()).toBe(1);
  });

  test("asks as the gate wants it once there is one: an empty field is no parameter", async () => {
    const source = sourceOn(createTestGate(provider, { limits: { votes: 10 } }));
    const control = button();
    gateControl(source, control, () => ({
      action: "publishProcess",
      params: given(source, "publishProcess", { voters: "" }),
    }));
    expect(verdict(control)).toBe("pending");
    await eventually(() => expect(verdict(control)).toBe("allow"));
    expect(reported).not.toHaveBeenCalled();
  });

  test("is left alone where the gate has no such action, which is said once", async () => {
    const gate = await opened();
    const control = button();
    const gated = gateControl(sourceOn(gate), control, () => ({ action: "createWonder" }));
    gate.set({ usage: { managedOrgs: 0 } });
    gated.update();
    expect(control.outerHTML).toBe("<button></button>");
    expect(gated.decision).toBeNull();
    expect(reported.mock.calls.map(([{ code }]) => code)).toEqual(["unknown-action"]);
  });

  test("follows a question that changes", async () => {
    const gate = await opened({ limits: { votes: 10 } });
    const control = button();
    let voters = 11;
    const gated = gateControl(sourceOn(gate), control, () => ({
      action: "publishProcess",
      params: { voters },
    }));
    expect(verdict(control)).toBe("deny");
    voters = 10;
    gated.update();
    expect(verdict(control)).toBe("allow");
  });

  test("without a gate for good is open", async () => {
    const warned = vi.spyOn(console, "warn").mockReturnValue();
    const control = button();
    gateControl(sourceOn(Promise.reject(new Error("no wasm"))), control, () => ({
      action: "createManagedOrg",
    }));
    expect(control.getAttribute("aria-disabled")).toBe("true");
    await eventually(() => expect(verdict(control)).toBe("unknown"));
    expect(control.hasAttribute("aria-disabled")).toBe(false);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining("no wasm"));
    warned.mockRestore();
  });
});
