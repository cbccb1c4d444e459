/** What compiles and what must not: checked by `tsc`, never run. */
import {
  custom,
  type Decision,
  didomi,
  type Gate,
  type VocdoniActions,
  type VocdoniResource,
  vocdoni,
} from "quota-gate";
import type * as declared from "quota-gate/testing";
import { createTestGate, type TestAnswer, type TestGate, type TestGateOptions } from "quota-gate/testing";

const gate = await createTestGate(vocdoni({ baseUrl: "/api/quota" }), {
  limits: { votes: 1_000, emails: Number.POSITIVE_INFINITY, sms: null },
  usage: { votes: 134, sms: undefined },
  enabled: null,
  phase: "stale",
  now: 0,
  options: { audience: "operator", locale: "es" },
});
/** It is a gate like any other. */
export const plain: Gate<VocdoniActions, VocdoniResource> = gate;
export const typed: TestGate<VocdoniActions, VocdoniResource> = gate;
export const decision: Decision<VocdoniResource> = gate.check("publishProcess", { voters: 400 });
export const bare = await createTestGate(vocdoni({}));

gate.set({ limits: { votes: 1 } });
gate.set({ phase: "unavailable" });
gate.set({});
gate.advance(60_000);

const next: TestAnswer<VocdoniResource> = { usage: { votes: 1 } };
const initial: TestGateOptions<VocdoniResource> = { ...next, now: 0 };
await createTestGate(vocdoni({}), initial);

const exports = await createTestGate(didomi({ organizationId: "acme" }), {
  limits: { exportDestinations: 2 },
  usage: { exportDestinations: { "config-1": 1 } },
});
exports.set({ usage: { exportDestinations: 2 } });

const acme = custom({
  name: "acme",
  resources: { units: { limit: "/limit", used: "/used" } },
  actions: { take: { units: 1 } },
});
(await createTestGate(acme, { limits: { units: 1 } })).check("take", { count: 2 });

// @ts-expect-error TS2561: no such resource
await createTestGate(acme, { limits: { unit: 1 } });
// @ts-expect-error TS2322: no amount
gate.set({ limits: { votes: "1" } });
// @ts-expect-error TS2322: no such phase
gate.set({ phase: "broken" });
// @ts-expect-error TS2353: the clock is moved by advance
gate.set({ now: 5 });
// @ts-expect-error TS2353: no such option
await createTestGate(acme, { audience: "operator" });
// @ts-expect-error TS2345: no action of this platform
gate.check("take");
// @ts-expect-error TS2554: how much?
gate.advance();
// @ts-expect-error TS2322: nothing of its world shows on a gate's options
export const world: keyof declared.TestGateOptions = "world";
