import assert from "node:assert/strict";

/** What can be seen of a gate. */
export interface Sight {
  readonly phase: string;
  /** state.error's */
  readonly code: string | null;
  /** Of organizations, of which one is used. */
  readonly limit: number | null;
  /** On creating one. */
  readonly verdict: string;
  readonly allowed: boolean;
}

/** A gate with its platform, in a page or in Node. */
export interface Subject {
  /** Makes the gate, and waits for its first answer or failure. */
  open(): Promise<Sight>;
  sight(): Promise<Sight>;
  refresh(): Promise<Sight>;
  /** Raises the platform's limit, and says to what: so it shows whose answer is which. */
  raise(): number;
  /** How often the platform was asked. */
  asked(): number;
  /** Unhandled rejections, uncaught errors and what was written to the console as an error, but for what was announced. */
  noise(): Promise<readonly string[]>;
  /** That the same was checked of every row. */
  checked: boolean;
}

export interface Course {
  readonly begin: () => unknown;
  readonly end: () => unknown;
  /** What state.error says meanwhile. Null where the gate gets along. */
  readonly code: string | null;
  /** What decides meanwhile: the last good answer, the newest, or none (the policy: open, for the platform decides). */
  readonly decides?: "last" | "newest" | "none";
  /** Where something else than that is seen. */
  readonly sees?: Partial<Sight>;
  /** How the gate comes to notice; a refresh of the caller's, if nothing else is said. */
  readonly notice?: () => Promise<unknown>;
  /** How often the platform is asked until the refresh has failed. */
  readonly asks?: number;
  /** Does it also strike at the first load, when there is no answer to keep? */
  readonly atFirst?: boolean;
  /** What is this fault's own. */
  readonly also?: () => unknown;
}

const known = (limit: number): Sight => ({
  phase: "ready",
  code: null,
  limit,
  verdict: limit > 1 ? "allow" : "deny",
  allowed: limit > 1,
});

const unknown: Sight = { phase: "unavailable", code: null, limit: null, verdict: "unknown", allowed: true };

/** The last good answer decides, or the policy where there is none; the error has its code. */
const seen = (limit: number | null, { code, sees }: Pick<Course, "code" | "sees">): Sight => ({
  ...(limit === null ? unknown : known(limit)),
  code,
  ...sees,
});

/** One refresh is enough, and is one request. */
const recovers = async (subject: Subject): Promise<number> => {
  const limit = subject.raise();
  const before = subject.asked();
  assert.deepEqual(await subject.refresh(), known(limit), "after one refresh");
  assert.equal(subject.asked() - before, 1, "requests of that refresh");
  return limit;
};

const isQuiet = async (subject: Subject): Promise<void> => {
  assert.deepEqual(await subject.noise(), [], "errors that nobody handled, or on the console");
  subject.checked = true;
};

/** The four things that hold for every fault. */
export const livesThrough = async (subject: Subject, course: Course): Promise<void> => {
  const { begin, end, decides = "last", asks, atFirst = true, also } = course;
  const notice = course.notice ?? (() => subject.refresh());

  const strikes = async (noticing: () => Promise<unknown>, limit: number | null) => {
    const before = subject.asked();
    await noticing();
    assert.deepEqual(await subject.sight(), seen(limit, course), "while it lasts");
    if (asks !== undefined) assert.equal(subject.asked() - before, asks, "requests until it has failed");
    await also?.();
  };

  let last = 1;
  if (atFirst) {
    await begin();
    await strikes(() => subject.open(), decides === "newest" ? last : null);
    await end();
    last = await recovers(subject);
  } else {
    assert.deepEqual(await subject.open(), known(last), "to begin with");
  }
  await begin();
  const newest = subject.raise();
  await strikes(notice, { last, newest, none: null }[decides]);
  await end();
  await recovers(subject);
  await isQuiet(subject);
};

/** The same of what keeps a gate from being made: controls stay as the application left them, and the next try is all it takes. */
export const loadsAfter = async (
  subject: Subject,
  course: Pick<Course, "begin" | "end" | "code">,
): Promise<void> => {
  await course.begin();
  assert.deepEqual(await subject.open(), seen(null, course), "without a gate");
  await course.end();
  await recovers(subject);
  await isQuiet(subject);
};
