import type { Join, Neighbours } from "./neighbours.js";
import { isVisible } from "./page.js";
import { alarm } from "./timer.js";

/** A new tab asks by itself when the others haven't answered by then: they may be frozen. */
const GREETING = 250;
/** A page that holds a lock is kept from being frozen. Who has been out of sight for so long lets go: browsers freeze after five minutes. */
const OUT_OF_SIGHT = 240_000;
/** No tab waits longer for the end of another's request. */
const PATIENCE = 1_000;

type Said =
  | { readonly kind: "hello" }
  /** Of the tab it is from; or what a new one should know of those that are gone. */
  | { readonly kind: "record" | "known"; readonly record: Float64Array }
  /** When the account signed out. */
  | { readonly kind: "clear"; readonly at: number };
type Message = { readonly version: 1; readonly from: number } & Said;

/** Anything of this origin may speak on the channel. */
const heard = (data: unknown): Message | undefined => {
  if (typeof data !== "object" || data === null) return undefined;
  const { version, from, kind, record, at } = data as Partial<Record<string, unknown>>;
  if (version !== 1 || !Number.isSafeInteger(from) || (from as number) <= 0) return undefined;
  const whole =
    kind === "hello" ||
    ((kind === "record" || kind === "known") && record instanceof Float64Array) ||
    (kind === "clear" && Number.isFinite(at));
  return whole ? (data as Message) : undefined;
};

/** A lock that is held until the signal ends it. Resolves at the end; false where there is no such lock for this page. */
const holdLock = async (name: string, mode: LockMode, signal: AbortSignal, got: () => void) => {
  let granted = false;
  const until = () =>
    new Promise<void>((resolve) => {
      granted = true;
      signal.addEventListener("abort", () => resolve(), { once: true });
      got();
    });
  // Rejects when it is given up while waiting, or stolen.
  await navigator.locks.request(name, { mode, signal }, until).catch(() => {});
  return granted;
};

/** Is here, for others to see, until the signal, but for long stays out of sight. Resolves when it is seen. */
const stay = (name: string, gone: AbortSignal): Promise<void> => {
  let inSight = new AbortController();
  const hide = alarm(globalThis, () => inSight.abort());
  const show = () =>
    new Promise<void>((resolve) => {
      inSight = new AbortController();
      holdLock(name, "shared", inSight.signal, resolve).then(() => resolve());
    });
  const looked = () => {
    hide(isVisible() ? Number.POSITIVE_INFINITY : OUT_OF_SIGHT);
    if (isVisible() && inSight.signal.aborted) show();
  };
  document.addEventListener("visibilitychange", looked, { signal: gone });
  gone.addEventListener("abort", () => {
    hide(Number.POSITIVE_INFINITY);
    inSight.abort();
  });
  looked();
  return show();
};

/** Tabs of one name. The browser's locks say who is there, whose turn it is, and who leads; all end with the page. */
export const join: Join = (name, tab, ears) => {
  const left = new AbortController();
  const hearing = new Set<() => void>();
  let answers = 0;
  /** Nothing is known here from before this: the account signed out, or nobody was here. */
  let since = Date.now();
  let signedOut = false;
  let visit = enter();
  let leading: AbortController | undefined;
  let leads = false;

  function hear({ kind, from, ...said }: Message & { record?: Float64Array; at?: number }): void {
    if (kind === "hello") {
      if (signedOut) visit.say({ kind: "clear", at: since });
      ears.asked();
    }
    if (said.at !== undefined) forget(Math.min(said.at, Date.now()));
    // Who has been here heard what is known from those it is of.
    const isNews = kind === "record" || !visit.isSettled();
    if (said.record && isNews && ears.told(kind === "record" ? from : 0, said.record)) {
      answers += 1;
      for (const end of [...hearing]) end();
    }
  }

  /** Each sign-out once: whoever says hello is told of it again. */
  function forget(at: number): void {
    if (at < since || (at === since && signedOut)) return;
    since = at;
    signedOut = true;
    ears.cleared();
  }

  /** Until a tab has an answer to go by, or so long. */
  const answer = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(end, milliseconds);
      function end(): void {
        clearTimeout(timer);
        hearing.delete(end);
        resolve();
      }
      hearing.add(end);
    });

  /** From when the page comes to when it goes into the browser's memory, where it must hold on to nothing. */
  function enter() {
    const channel = new BroadcastChannel(name);
    const gone = new AbortController();
    const before = answers;
    channel.onmessage = ({ data }) => {
      const message = heard(data);
      if (message) hear(message);
    };
    const here = stay(`${name}/here`, gone.signal);
    const say = (said: Said) => {
      if (!gone.signal.aborted) channel.postMessage({ version: 1, from: tab, ...said });
    };
    const greet = async () => {
      await here;
      say({ kind: "hello" });
      if ((await hasOthers(name)) && answers === before) await answer(GREETING);
    };
    let settled = false;
    const greeting = greet().catch(() => {});
    greeting.then(() => {
      settled = true;
    });
    return {
      say,
      greeting,
      isSettled: () => settled,
      end() {
        gone.abort();
        channel.close();
      },
    };
  }

  /** One after the other, for a while: a tab whose neighbour's request hangs asks by itself. */
  async function inTurn(outer: AbortSignal, task: () => Promise<void>): Promise<void> {
    const { locks } = navigator;
    const before = answers;
    let running: Promise<void> | undefined;
    const run = (lock: Lock | null) => {
      if (lock) running = task();
      return running;
    };
    const runLater = async (lock: Lock | null) => {
      clearTimeout(patience);
      // Someone else has just asked, for all; what came takes another way than the turn, and may come later.
      if (answers === before) await answer(GREETING);
      return run(lock);
    };
    const waiting = new AbortController();
    const { signal } = waiting;
    const leave = () => waiting.abort();
    const patience = setTimeout(leave, PATIENCE);
    outer.addEventListener("abort", leave, { once: true });
    try {
      await locks.request(`${name}/turn`, { ifAvailable: true }, run);
      if (!running) await locks.request(`${name}/turn`, { signal }, runLater);
    } catch {
      // Waited long enough, or the lock was stolen from under the request.
      if (!outer.aborted) await (running ?? task());
    } finally {
      clearTimeout(patience);
      outer.removeEventListener("abort", leave);
    }
  }

  function lead(wanted: boolean): void {
    if (wanted === (leading !== undefined)) return;
    leading?.abort();
    leading = undefined;
    leads = false;
    if (wanted) void queue();
  }

  async function queue(): Promise<void> {
    const own = new AbortController();
    leading = own;
    const got = () => {
      // Given up in the moment it came.
      if (own.signal.aborted) return;
      leads = true;
      ears.led();
    };
    const granted = await holdLock(`${name}/lead`, "exclusive", own.signal, got);
    if (leading !== own) return;
    leading = undefined;
    leads = false;
    // Stolen: back to the end of the queue. What was never granted isn't to be had, and this tab goes on by itself.
    if (granted) lead(true);
    else {
      leading = own;
      leads = true;
    }
    ears.led();
  }

  const { signal } = left;
  let comeBack = () => {};
  let back = Promise.resolve();
  const goAway = () => {
    visit.end();
    // It becomes visible, and somebody asks, a moment before it is shown again.
    back = new Promise((resolve) => {
      comeBack = resolve;
    });
  };
  const show = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    visit = enter();
    comeBack();
  };
  addEventListener("pagehide", goAway, { signal });
  addEventListener("pageshow", show, { signal });

  return {
    get leads() {
      return leads;
    },
    tell: (record) => visit.say({ kind: "record", record }),
    tellKnown: (record) => visit.say({ kind: "known", record }),
    tellCleared() {
      since = Date.now();
      signedOut = true;
      visit.say({ kind: "clear", at: since });
    },
    greeting: () => back.then(() => visit.greeting),
    turn: inTurn,
    lead,
    leave() {
      left.abort();
      comeBack();
      lead(false);
      visit.end();
    },
  } satisfies Neighbours;
};

const hasOthers = async (name: string): Promise<boolean> => {
  const { held = [] } = await navigator.locks.query();
  return held.filter((lock) => lock.name === `${name}/here`).length > 1;
};
