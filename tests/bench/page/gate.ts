import { createGate, vocdoni } from "quota-gate";
import { type Account, CONTROLS, OPEN, votersOf } from "./account.js";

let account: Account = OPEN;
const gate = await createGate(
  vocdoni({
    source: async () => ({
      enabled: true,
      limits: { maxManagedProcesses: 0, maxEmails: 0, maxSMS: 0, ...account },
      usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 0, sentEmails: 0, sentSMS: 0 },
    }),
  }),
);

const rows = document.createDocumentFragment();
for (let place = 0; place < CONTROLS; place++) {
  const voters = votersOf(place);
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.textContent = voters === null ? "Create" : `Publish for ${voters}`;
  button.dataset["quotaAction"] = voters === null ? "createManagedOrg" : "publishProcess";
  if (voters !== null) button.dataset["quotaVoters"] = String(voters);
  row.append(button);
  rows.append(row);
}
document.getElementById("rows")?.append(rows);
gate.bind();
await gate.ready;

globalThis.contestant = {
  async take(next) {
    account = next;
    await gate.refresh();
  },
};
