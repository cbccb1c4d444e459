import { QuotaError, vocdoni } from "quota-gate";
import { createTestGate } from "quota-gate/testing";

/** A page that shows a component, as Storybook does. */
const gate = await createTestGate(vocdoni({ baseUrl: "/api/quota", path: "" }), {
  limits: { managedOrgs: 1 },
  usage: { managedOrgs: 1 },
});
const button = document.createElement("button");
button.dataset["quotaAction"] = "createManagedOrg";
button.textContent = "Create";
document.querySelector("#app")?.append(button);
gate.bind();

const shown = { gate, QuotaError };
declare global {
  var story: typeof shown;
}
globalThis.story = shown;
