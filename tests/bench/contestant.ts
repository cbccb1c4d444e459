import { ACCOUNTS, type Account, PROCESSES, type Process } from "./account.js";

/** Someone who says, from the platform's last answer, whether an action fits. */
export interface Contestant {
  readonly name: string;
  /** The platform's new answer. May return a promise, to be waited for. */
  take(account: Account): unknown;
  createManagedOrg(): boolean;
  publishProcess(process: Process): boolean;
}

/** Throws where they differ: only those who say the same can be compared. Returns how often they were asked. */
export const agree = async (contestants: readonly Contestant[]): Promise<number> => {
  let questions = 0;
  for (const account of ACCOUNTS) {
    for (const contestant of contestants) await contestant.take(account);
    same("createManagedOrg", account, contestants, (contestant) => contestant.createManagedOrg());
    for (const process of PROCESSES) {
      const question = `publishProcess ${JSON.stringify(process)}`;
      same(question, account, contestants, (contestant) => contestant.publishProcess(process));
    }
    questions += 1 + PROCESSES.length;
  }
  return questions;
};

const same = (
  question: string,
  account: Account,
  contestants: readonly Contestant[],
  ask: (contestant: Contestant) => boolean,
): void => {
  const answers = contestants.map((contestant) => ({ name: contestant.name, allowed: ask(contestant) }));
  if (new Set(answers.map(({ allowed }) => allowed)).size === 1) return;
  const said = answers.map(({ name, allowed }) => `${name} says ${allowed}`).join(", ");
  throw new Error(`${question}: ${said}, of ${JSON.stringify(account)}`);
};
