import { vocdoni } from "quota-gate";
import { createTestGate } from "quota-gate/testing";
import { createOrganization, endpoint, options } from "./account.js";
import { bindPage } from "./bound.js";

/** A page that shows a component, as Storybook does: what the platform would say is set. */
async function open() {
  const limits = { managedOrgs: 1, managedProcesses: 10, emails: 500 };
  const gate = await createTestGate(vocdoni(endpoint), {
    limits,
    usage: { managedOrgs: 1, emails: 87 },
    options,
  });
  const taken = (managedOrgs: number) => gate.set({ usage: { managedOrgs } });
  bindPage(gate, {
    async create() {
      const done = await createOrganization(gate);
      taken(1);
      return done;
    },
    again: () => taken(0),
  });
}

void open();
