import { createGate, type GateOptions, type VocdoniOptions, vocdoni } from "quota-gate";
import { afterEach } from "vitest";
import { type AccountName, type Sandbox, startSandbox } from "../../www/sandbox/index.js";

/** The guide's example. */
export const GUIDE = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 1000, maxSMS: 200, maxEmails: 500 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentSMS: 12, sentEmails: 87 },
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
/** Runs when the test ends, the last first. */
export const finally_ = (cleanup: () => unknown): void => {
  cleanups.push(cleanup);
};

export const sandbox = async (): Promise<Sandbox> => {
  const started = await startSandbox();
  finally_(() => started.close());
  return started;
};

export const gateOn = async (endpoint: VocdoniOptions, options?: GateOptions) => {
  const gate = await createGate(vocdoni(endpoint), options);
  finally_(() => gate.dispose());
  return gate;
};

/** A gate that asks the sandbox itself, with the account's key for reading quotas. */
export const gateOf = (platform: Sandbox, account: AccountName, options?: GateOptions) =>
  gateOn({ baseUrl: platform.url, token: platform.credentials(account).quotaKey }, options);

/** A gate over settable answers, without a network. Each is a body, or an error to throw. */
export const gateOver = async (answers: unknown[], options?: GateOptions, more?: VocdoniOptions) => {
  const asked: { path: string; signal: AbortSignal }[] = [];
  const gate = await gateOn(
    {
      ...more,
      source: async (request) => {
        asked.push(request);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    options,
  );
  return { gate, asked };
};
