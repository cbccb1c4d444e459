import type { Join, Neighbours } from "./neighbours.js";
import { isVisible } from "./page.js";
import { alarm } from "./timer.js";

/** A new tab asks by itself when the others haven't answered by then: they may be frozen. */
const GREETING = 250;
/** A page that holds a lock is kept from being frozen. Who has been out of sight for so long lets go: browsers freeze after five minutes. */
const OUT_OF_SIGHT = 240_000;
/** No tab waits longer for the end of another's request. */
const PATIENCE = 1_000;

type Message = { readonly version: 1; readonly from: number } & (
  | { readonly kind: "hello" | "clear" }
  | { readonly kind: "record"; readonly record: Float64Array }
);

/** Anything of this origin may speak on the channel. */
const heard = (data: unknown): Message | undefined => {
  if (typeof data !== "object" || data === null) return undefined;
  const { version, from, kind, record } = data as Partial<Record<string, unknown>>;
  if (version !== 1 || !Number.isSafeInteger(from) || (from as number) <= 0) return undefined;
  const whole = kind === "record" ? record instanceof Float64Array : kind === "hello" || kind === "clear";
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
  const hide = alarm(() => inSight.abort());
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
export const join: Join = (name, ears) => {
  const tab = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER) + 1;
  const left = new AbortController();
  let visit = enter();
  let leading: AbortController | undefined;
  let leads = false;

  /** From when the page comes to when it goes into the browser's memory, where it must hold on to nothing. */
  function enter() {
    const channel = new BroadcastChannel(name);
    const gone = new AbortController();
    let answered = () => {};
    const answer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    channel.onmessage = ({ data }) => {
      const message = heard(data);
      if (message?.kind === "hello") ears.asked();
      if (message?.kind === "clear") ears.cleared();
      if (message?.kind === "record" && ears.told(message.from, message.record)) answered();
    };
    const here = stay(`${name}/here`, gone.signal);
    const say = (message: { kind: "hello" | "clear" } | { kind: "record"; record: Float64Array }) => {
      if (!gone.signal.aborted) channel.postMessage({ version: 1, from: tab, ...message });
    };
    const greet = async () => {
      await here;
      say({ kind: "hello" });
      if (await hasOthers(name)) await Promise.race([answer, pause(GREETING)]);
    };
    return {
      say,
      greeting: greet().catch(() => {}),
      end() {
        gone.abort();
        channel.close();
      },
    };
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
  addEventListener("pagehide", () => visit.end(), { signal });
  addEventListener(
    "pageshow",
    ({ persisted }) => {
      if (persisted) visit = enter();
    },
    { signal },
  );

  return {
    get leads() {
      return leads;
    },
    tell: (record) => visit.say({ kind: "record", record }),
    tellCleared: () => visit.say({ kind: "clear" }),
    greeting: () => visit.greeting,
    turn: (outer, task) => inTurn(`${name}/turn`, outer, task),
    lead,
    leave() {
      left.abort();
      lead(false);
      visit.end();
    },
  } satisfies Neighbours;
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const hasOthers = async (name: string): Promise<boolean> => {
  const { held = [] } = await navigator.locks.query();
  return held.filter((lock) => lock.name === `${name}/here`).length > 1;
};

/** One after the other, for a while: a tab whose neighbour's request hangs asks by itself. */
const inTurn = async (name: string, outer: AbortSignal, task: () => Promise<void>): Promise<void> => {
  const waiting = new AbortController();
  const leave = () => waiting.abort();
  const patience = setTimeout(leave, PATIENCE);
  outer.addEventListener("abort", leave, { once: true });
  let running: Promise<void> | undefined;
  const begin = () => {
    clearTimeout(patience);
    running = task();
    return running;
  };
  try {
    await navigator.locks.request(name, { signal: waiting.signal }, begin);
  } catch {
    // Waited long enough, or the lock was stolen from under the request.
    if (!outer.aborted) await (running ?? task());
  } finally {
    clearTimeout(patience);
    outer.removeEventListener("abort", leave);
  }
};
