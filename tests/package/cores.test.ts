/** The core as WebAssembly and as JavaScript, from the same Rust: whatever happens to both, they say the same. */
import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Gate, GateOptions, Hold } from "quota-gate";
import * as wasm from "quota-gate/inline";
import * as js from "quota-gate/js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Answer, type Api, type Step, type Subject, subjects } from "./cores/subjects.js";
import { START } from "./support.js";

/** Cases for each platform. `CORES_SEED=…` repeats a run, `CORES_RUNS=…` looks at more. */
const RUNS = Number(process.env["CORES_RUNS"] ?? 150);
/** So many times as many at most. */
const ROUNDS = 20;
const SEED = Number(process.env["CORES_SEED"] ?? Date.now() % 1e9);

/** What a run must have come by to say anything. */
const SEEN = ["unavailable", "held", "ok", "exhausted"];

type AnyGate = Gate<Record<string, Record<string, unknown>>, string>;

/** One of the two, and what it has been through. */
interface Side {
  readonly gate: AnyGate;
  readonly holds: Hold[];
  readonly told: unknown[];
}

/** Something happens to a gate. */
type Event = (side: Side) => unknown;
interface Happening {
  readonly name: string;
  readonly event?: Event;
  /** The platform answers with this from now on. */
  readonly answer?: Answer | Error;
  /** So much time passes, or the clock is set by so much. */
  readonly pass?: number;
  readonly set?: number;
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const happening = <T>(
  name: string,
  what: fc.Arbitrary<T>,
  happens: (what: T) => Omit<Happening, "name">,
): fc.Arbitrary<Happening> =>
  what.map((what) => ({
    name: `${name} ${inspect(what, { depth: 6, breakLength: 160 })}`,
    ...happens(what),
  }));

const MINUTE = 60_000;
const time = fc.oneof(
  fc.nat(5_000),
  fc.nat(20 * MINUTE),
  fc.constantFrom(3_000, MINUTE, 4 * 60 * MINUTE, 864e5),
);

const happenings = ({ answer, step, refusal }: Subject): fc.Arbitrary<Happening> => {
  const place = fc.nat(3);
  const held =
    (place: number, act: (hold: Hold) => void): Event =>
    ({ holds }) => {
      const hold = holds[place % (holds.length || 1)];
      if (hold) act(hold);
      return hold?.state;
    };
  const ask: Event = ({ gate }) => void gate.refresh();
  const spoiled = fc.tuple(
    fc.nat(60),
    fc.constantFrom<unknown>(null, -1, 0.5, 1e300, 2 ** 53, 2 ** 63, 7, "1"),
  );
  return fc.oneof(
    { weight: 4, arbitrary: happening("answers", answer, (answer) => ({ answer, event: ask })) },
    {
      weight: 1,
      arbitrary: happening("fails", fc.constantFrom(401, 403, 429, 500, undefined), (status) => ({
        answer: Object.assign(new Error("…"), { status }),
        event: ask,
      })),
    },
    { weight: 3, arbitrary: happening("passes", time, (pass) => ({ pass })) },
    { weight: 1, arbitrary: happening("is set back", time, (by) => ({ set: -by })) },
    {
      weight: 3,
      arbitrary: happening("asks", step, ({ action, params }) => ({
        event: ({ gate }) => [gate.can(action, params), gate.check(action, params)],
      })),
    },
    {
      weight: 2,
      arbitrary: happening("plans", fc.array(step, { maxLength: 5 }), (steps) => ({
        event: ({ gate }) => gate.checkAll(steps as Parameters<AnyGate["checkAll"]>[0]),
      })),
    },
    {
      weight: 3,
      arbitrary: happening("holds", fc.tuple(step, time), ([{ action, params }, expiresIn]) => ({
        event: ({ gate, holds }) => holds.push(gate.hold(action, params, { expiresIn: expiresIn + 1 })),
      })),
    },
    { weight: 2, arbitrary: happening("commits", place, (at) => ({ event: held(at, (h) => h.commit()) })) },
    { weight: 1, arbitrary: happening("releases", place, (at) => ({ event: held(at, (h) => h.release()) })) },
    {
      weight: 1,
      arbitrary: happening("extends", fc.tuple(place, time), ([at, by]) => ({
        event: held(at, (hold) => hold.extend(by)),
      })),
    },
    {
      weight: 2,
      arbitrary: happening("refuses", fc.tuple(refusal, fc.option(step)), ([body, attempt]) => ({
        event: ({ gate }) =>
          gate.explain({ status: 400, body }, (attempt ?? undefined) as Parameters<AnyGate["explain"]>[1]),
      })),
    },
    {
      weight: 1,
      arbitrary: happening("clears", fc.constant(0), () => ({ event: ({ gate }) => gate.clear() })),
    },
    {
      weight: 2,
      arbitrary: happening("hydrates, spoiled", fc.option(spoiled), (spoil) => ({
        event: ({ gate }) => gate.hydrate(spoilt(gate.dehydrate(), spoil)),
      })),
    },
  );
};

/** One number of what is passed on is another. */
const spoilt = (state: ReturnType<AnyGate["dehydrate"]>, spoil: readonly [number, unknown] | null) => {
  const { record } = state as { readonly record?: unknown };
  if (!spoil || !Array.isArray(record)) return state;
  const [place, value] = spoil;
  return { ...state, record: record.map((number, at) => (at === place % record.length ? value : number)) };
};

/** Errors of two copies of the package are two classes. */
const plainly = (value: unknown): unknown => {
  if (value instanceof Error) return { ...value, name: value.name, message: value.message };
  return value;
};

const attempt = <T>(task: () => T): unknown => {
  try {
    return plainly(task());
  } catch (error) {
    return plainly(error);
  }
};

/** What comes of it is told when it comes: time may have to pass before that. */
const happen = (side: Side, event: Event): void => {
  const tell = (outcome: unknown) => void side.told.push(plainly(outcome));
  const result = attempt(() => event(side));
  if (result instanceof Promise) result.then(tell, tell);
  else tell(result);
};

/** All that a gate says. */
const said = ({ gate, holds, told }: Side, steps: readonly Step[]) => {
  const { error, ...state } = gate.state;
  return {
    state,
    error: plainly(error),
    can: steps.map(({ action, params }) => attempt(() => gate.can(action, params))),
    checks: steps.map(({ action, params }) => attempt(() => gate.check(action, params))),
    holds: holds.map(({ id, state, expiresAt }) => ({ id, state, expiresAt })),
    dehydrated: gate.dehydrate(),
    told,
  };
};

const open = async (api: Api, subject: Subject, answer: () => Answer | Error, options: GateOptions) => {
  const provider = subject.over(api, async (path) => {
    const said = answer();
    if (said instanceof Error) throw said;
    return Object.entries(said).find(([start]) => path.startsWith(start))?.[1];
  });
  const gate = await api.createGate(provider, options);
  const told: unknown[] = [];
  for (const type of ["near", "exhausted", "recovered", "refused"] as const)
    gate.on(type, (event) => told.push([type, event]));
  return { gate, holds: [], told } satisfies Side;
};

const same = (name: string, left: unknown, right: unknown): void => {
  if (isDeepStrictEqual(left, right)) return;
  const [wasm, js] = [left, right].map((each) => inspect(each, { depth: 9, breakLength: 140 }));
  expect.fail(`after "${name}" the core as JavaScript says\n${js}\nand as WebAssembly\n${wasm}`);
};

const live = async (
  subject: Subject,
  options: GateOptions,
  steps: readonly Step[],
  happenings: readonly Happening[],
  seen: Set<string>,
) => {
  vi.setSystemTime(START);
  // Both draw the same lots.
  vi.spyOn(Math, "random").mockReturnValue(0.25);
  let answer: Answer | Error = new Error("nothing yet");
  const left = await open(wasm, subject, () => answer, options);
  const right = await open(js, subject, () => answer, options);
  try {
    same("opened", said(left, steps), said(right, steps));
    for (const { name, event = () => {}, answer: next, pass = 0, set = 0 } of happenings) {
      answer = next ?? answer;
      for (const side of [left, right]) happen(side, event);
      if (set) vi.setSystemTime(Date.now() + set);
      await vi.advanceTimersByTimeAsync(pass);
      const sayings = said(left, steps);
      same(name, sayings, said(right, steps));
      for (const check of sayings.checks) seen.add((check as { reason?: string }).reason ?? "refused");
      for (const { held, level } of Object.values(sayings.state.headroom)) seen.add(held ? "held" : level);
    }
  } finally {
    left.gate.dispose();
    right.gate.dispose();
  }
};

const options: fc.Arbitrary<GateOptions> = fc.record({
  nearLimit: fc.constantFrom(0.5, 0.8, 0.99),
  whenUnknown: fc.constantFrom("allow", "deny"),
  whileLoading: fc.constantFrom("allow", "deny"),
  audience: fc.constantFrom("operator", "customer"),
  retries: fc.nat(2),
  staleAfter: fc.constantFrom(1_000, MINUTE),
});

test("one is WebAssembly and the other isn't", async () => {
  const compile = vi.spyOn(WebAssembly, "compile");
  await wasm.init();
  expect(compile).toHaveBeenCalled();
  vi.stubGlobal("WebAssembly", undefined);
  await js.init();
  vi.unstubAllGlobals();
});

describe.each(subjects.map((subject) => [subject.name, subject] as const))("on %s", (_, subject) => {
  test("they say the same, whatever happens", { timeout: 240_000 }, async () => {
    const life = fc.tuple(
      options,
      fc.array(subject.step, { minLength: 2, maxLength: 5 }),
      fc.array(happenings(subject), { maxLength: 25 }),
    );
    const seen = new Set<string>();
    const property = fc.asyncProperty(life, ([options, steps, happenings]) =>
      live(subject, options, steps, happenings, seen),
    );
    const ways = subject.name.includes("staging") ? ["not-enforced"] : ["limit-reached", "within-limits"];
    const wanted = [...ways, ...SEEN];
    // Some lots hold nothing of what is rare: then more are drawn.
    let round = 0;
    do {
      await fc.assert(property, { numRuns: RUNS, seed: SEED + round });
      round += 1;
    } while (round < ROUNDS && wanted.some((each) => !seen.has(each)));
    expect([...seen], `CORES_SEED=${SEED}`).toEqual(expect.arrayContaining(wanted));
  });
});
