import { createGate, vocdoni } from "quota-gate";
import { type Account, OPEN } from "./account.js";
import type { Contestant } from "./contestant.js";

let account: Account = OPEN;

export const gate = await createGate(vocdoni({ source: async () => account }));

const take = (answer: Account) => {
  account = answer;
  return gate.refresh();
};

export const gateCan: Contestant = {
  name: "gate.can",
  take,
  createManagedOrg: () => gate.can("createManagedOrg"),
  publishProcess: (process) => gate.can("publishProcess", process),
};

export const gateCheck: Contestant = {
  name: "gate.check",
  take,
  createManagedOrg: () => gate.check("createManagedOrg").allowed,
  publishProcess: (process) => gate.check("publishProcess", process).allowed,
};

/** Throws unless the same question gets the very same object, however its parameters are written down. */
export const sameObject = (): void => {
  const one = [gate.check("createManagedOrg"), gate.check("publishProcess", { voters: 300, emailOtp: true })];
  const two = [gate.check("createManagedOrg"), gate.check("publishProcess", { emailOtp: true, voters: 300 })];
  if (one.some((decision, at) => decision !== two[at])) throw new Error("an unchanged check made an object");
};
