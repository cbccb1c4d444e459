import type { Bench } from "../bench.js";
import { inSection, type Row } from "../row.js";
import { alters } from "./alters.js";

const row = inSection("The answer");

/** It says nothing of the quota. */
const useless = (fault: string, alter: Bench["alter"]): Row<Bench> =>
  row(
    fault,
    "kept the last good answer, and did not retry",
    alters(alter, { code: "bad-response", asks: 1 }),
  );

/** It's as good as any. */
const good = (fault: string, did: string, alter: Bench["alter"]): Row<Bench> =>
  row(fault, did, alters(alter, { code: null, decides: "newest", asks: 1 }));

/** With something in place of what the truth says of the organizations. */
const over = (limits: unknown, usage: unknown = { managedOrgs: 1 }) => {
  return (truth: string) => ({ ...JSON.parse(truth), limits, usage });
};

/** It says nothing of this limit: nothing is known of it, and nothing old is shown for new. */
const silent = (fault: string, alter: Bench["alter"]): Row<Bench> => {
  const sees = { phase: "ready", limit: null, verdict: "unknown", allowed: true };
  return row(
    fault,
    "took the limit for unknown, and opened by the policy",
    alters(alter, { code: null, asks: 1, sees }),
  );
};

export const answers: readonly Row<Bench>[] = [
  useless("null", () => null),
  useless("an array", (truth) => [JSON.parse(truth)]),
  useless("a text that holds the JSON", (truth) => truth),
  useless("`enabled` is a text", (truth) => ({ ...JSON.parse(truth), enabled: "true" })),
  useless("`enabled` is missing", () => ({ limits: { maxManagedOrgs: 9 }, usage: { managedOrgs: 0 } })),
  useless("everything is under `__proto__`", (truth) => JSON.parse(`{"__proto__":${truth}}`)),
  silent("`limits` is a text", over("none")),
  silent("`limits` is an array", over([1, 2, 3])),
  silent("a limit is a text", over({ maxManagedOrgs: "5" })),
  silent("a limit is an object", over({ maxManagedOrgs: { limit: 5 } })),
  silent("a limit is a fraction", over({ maxManagedOrgs: 1.5 })),
  row(
    "the usage is an array",
    "took the usage for unknown, and opened by the policy",
    alters(over({ maxManagedOrgs: 1 }, [1]), {
      code: null,
      asks: 1,
      sees: { phase: "ready", limit: 1, verdict: "unknown", allowed: true },
    }),
  ),
  row(
    "a limit beyond all that JavaScript counts",
    "took the largest whole number for it",
    alters(over({ maxManagedOrgs: 1e300 }), {
      code: null,
      asks: 1,
      sees: { phase: "ready", limit: Number.MAX_SAFE_INTEGER, verdict: "allow", allowed: true },
    }),
  ),
  row(
    "a limit below nothing",
    "closed what it limits",
    alters(over({ maxManagedOrgs: -1 }), {
      code: null,
      asks: 1,
      sees: { phase: "ready", limit: -1, verdict: "deny", allowed: false },
    }),
  ),
  good("every field twice, with other values first", "went by the later ones, as JSON.parse does", (truth) =>
    JSON.parse(`{"enabled":false,"limits":null,"usage":7,${truth.slice(1)}`),
  ),
  good("a hundred thousand arrays in each other", "looked at what it knows", (truth) =>
    JSON.parse(`{"note":${"[".repeat(100_000)}${"]".repeat(100_000)},${truth.slice(1)}`),
  ),
  good("fifty thousand fields that nobody knows", "looked at what it knows", (truth) => ({
    ...Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`field${i}`, i])),
    ...JSON.parse(truth),
  })),
];
