// @vitest-environment jsdom
/** As the README shows it: a sign-up form, and its test. The form first, as an application would have it. */
import { type Gate, type VocdoniActions, type VocdoniResource, vocdoni } from "quota-gate";
import { createTestGate } from "quota-gate/testing";
import { expect, onTestFinished, test } from "vitest";

const provider = vocdoni({ baseUrl: "/api/quota", path: "" });

function showSignup(gate: Gate<VocdoniActions, VocdoniResource>): HTMLFormElement {
  document.body.innerHTML = `
    <form data-quota-action="createManagedOrg">
      <label>Name <input name="name" required></label>
      <button>Sign up</button>
    </form>`;
  gate.bind();
  return document.querySelector("form") as HTMLFormElement;
}

/* ------------------------------------------------------ from here on: the README's */

test("sign-up is closed while every organization is taken, and opens once one is free", async () => {
  const gate = await createTestGate(provider, { limits: { managedOrgs: 5 }, usage: { managedOrgs: 5 } });
  onTestFinished(() => gate.dispose());
  const button = showSignup(gate).querySelector("button");
  expect(button?.getAttribute("aria-disabled")).toBe("true");

  gate.set({ usage: { managedOrgs: 4 } });
  expect(button?.hasAttribute("aria-disabled")).toBe(false);

  gate.hold("createManagedOrg"); // somebody else is signing up, and never finishes
  expect(button?.getAttribute("aria-disabled")).toBe("true");
  gate.advance(60_000);
  expect(button?.hasAttribute("aria-disabled")).toBe(false);
});
