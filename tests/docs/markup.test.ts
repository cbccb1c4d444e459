// @vitest-environment jsdom
/** The documents' markup: every control in it is gated, and nothing in it is complained of. */
import { vocdoni } from "quota-gate";
import { setDefaultGate } from "quota-gate/elements";
import { createTestGate } from "quota-gate/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { eventually } from "../package/eventually.js";
import { blocks, placeOf } from "./documents.js";

const shown = blocks().filter(({ kind }) => kind === "html");
const CONTROLS = "[data-quota-action], quota-gate > *";

test.each(shown.map((block) => [placeOf(block), block.text] as const))("%s is gated", async (_, text) => {
  const complaints: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => complaints.push(error));
  const limits = { votes: 200, emails: 500 };
  const gate = await createTestGate(vocdoni({ baseUrl: "/api/quota" }), { limits, usage: { votes: 10 } });
  onTestFinished(() => {
    setDefaultGate(null);
    document.body.innerHTML = "";
    gate.dispose();
    vi.unstubAllGlobals();
  });
  document.body.innerHTML = text;
  const controls = [...document.querySelectorAll(CONTROLS)];
  const meters = [...document.querySelectorAll("quota-meter")];
  setDefaultGate(gate);
  gate.bind();
  expect(controls.length + meters.length).toBeGreaterThan(0);
  await eventually(() => {
    // 100 voters of three questions are more votes than are left.
    for (const control of controls) expect(control.getAttribute("data-quota-verdict")).toBe("deny");
    for (const meter of meters) expect(meter.shadowRoot?.textContent).toMatch(/left/);
  });
  expect(complaints).toEqual([]);
});
