/** A gate decides by a proxy's answer as by the platform's own. */
import { createGate, didomi, vocdoni } from "quota-gate";
import { expect, test } from "vitest";
import { noSecretCameOf, useStage } from "./support/stage";

const stage = useStage();

/** Whoever is signed in, without a browser's cookies. */
const token = "visitor";

const questions = [
  ["createManagedOrg", {}],
  ["createManagedOrg", { count: 2 }],
  ["publishProcess", {}],
  ["publishProcess", { count: 9 }],
  ["publishProcess", { voters: 866 }],
  ["publishProcess", { voters: 867 }],
  ["publishProcess", { voters: 413, emailOtp: true }],
  ["publishProcess", { voters: 414, emailOtp: true }],
  ["publishProcess", { voters: 188, smsOtp: true }],
  ["publishProcess", { voters: 189, smsOtp: true }],
  ["relayVotes", { count: 5_000 }],
] as const;

test.each([
  ["as it is", {}],
  [
    "with everything used",
    { usage: { managedProcesses: 10, sentVotes: 1000, sentSMS: 200, sentEmails: 500 } },
  ],
  ["with more used than there is", { usage: { managedProcesses: 12, sentVotes: 1300 } }],
  ["without limits", { limits: { maxManagedProcesses: 0, maxVotes: 0, maxSMS: 0, maxEmails: 0 } }],
  ["switched off", { enabled: false }],
])("Vocdoni, %s", async (_, change) => {
  const app = await stage.app();
  stage.sandbox.change("free-tier", change);
  using through = await createGate(vocdoni({ baseUrl: `${app.url}/api/quota`, path: "", token }));
  using direct = await createGate(vocdoni({ baseUrl: stage.sandbox.url, token: stage.key }));
  await Promise.all([through.ready, direct.ready]);
  for (const [action, params] of questions) {
    const [one, other] = [through.check(action, params), direct.check(action, params)].map(
      ({ verdict, allowed, reason, max, maxParams, message }) => ({
        verdict,
        allowed,
        reason,
        max,
        maxParams,
        message,
      }),
    );
    expect(one, `${action} ${JSON.stringify(params)}`).toEqual(other);
    expect(["allow", "deny"]).toContain(one?.verdict);
  }
});

test.each(["media-group", "at-limit", "no-record", "not-premium", "zero"] as const)(
  "Didomi, %s",
  async (organizationId) => {
    const own = stage.sandbox.didomi.token(organizationId);
    const app = await stage.app({ DIDOMI_ORGANIZATION: organizationId, DIDOMI_TOKEN: own });
    const platform = `${stage.sandbox.url}/v1`;
    using through = await createGate(didomi({ baseUrl: `${app.url}/api/didomi`, organizationId, token }));
    using direct = await createGate(didomi({ baseUrl: platform, organizationId, token: own }));
    await Promise.all([through.ready, direct.ready]);
    for (const count of [1, 2, 3]) {
      const [one, other] = [through, direct].map((gate) => {
        const { verdict, allowed, reason, max, message } = gate.check("enableExportConfig", { count });
        return { verdict, allowed, reason, max, message };
      });
      expect(one).toEqual(other);
      expect(["allow", "deny"]).toContain(one?.verdict);
    }
  },
);

noSecretCameOf(stage);
