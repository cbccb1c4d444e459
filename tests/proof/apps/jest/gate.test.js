import { vocdoni } from "quota-gate";
import { createTestGate } from "quota-gate/testing";

test("a test gate closes a button of jsdom's", async () => {
  document.body.innerHTML = '<button data-quota-action="createManagedOrg">Create</button>';
  const full = { limits: { managedOrgs: 1 }, usage: { managedOrgs: 1 }, options: { locale: "ca" } };
  const gate = await createTestGate(vocdoni({ baseUrl: "/api/quota" }), full);
  gate.bind();
  expect(document.querySelector("button").getAttribute("aria-disabled")).toBe("true");
  const { verdict, message } = gate.check("createManagedOrg");
  console.log(JSON.stringify({ verdict, message }));
});
