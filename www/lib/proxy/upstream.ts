import { LONGEST_REST } from "../asking.js";
import { type Core, type Failure, openCore } from "../core.js";
import { targetOf } from "../endpoint.js";
import { QuotaError } from "../error.js";
import { pacing } from "../pace.js";
import type { Platform } from "../provider.js";
import type { LoadCore, ProxyCore } from "../proxy-load.js";
import { isGood } from "../reply.js";
import { type Requester, requester } from "../request.js";
import { type Attempt, attempting } from "../rounds.js";
import { pause, type Timers } from "../timer.js";
import { type Answer, answerOf, type Came } from "./answer.js";
import type { Options } from "./options.js";
import { organizationIn } from "./organization.js";

/** Time and chance. */
export interface World {
  now(): number;
  random(): number;
  readonly timers: Timers;
}

/** Why there is no answer, and how long the platform is left alone. */
export interface Failed {
  readonly error: QuotaError;
  readonly rest: number;
  /** Were the credentials refused twice in a row? Then what they showed is nobody's to see. */
  readonly isShutOut: boolean;
}

/** What is asked with. */
interface Opened {
  readonly wasm: ProxyCore;
  readonly core: Core<string>;
  readonly request: Requester;
  readonly platform: Platform;
  readonly attempt: ReturnType<typeof attempting>;
}

/** A page asks for all lists at once: those that come so much later than the first are still asked for before the platform is. */
const TOGETHER = 100;
/** For whom a retry would be later than this waits nobody: the next visitor asks. */
const SOON = 2_000;
/** What failed by itself is asked for again this much later at the earliest; as a gate asks of itself. */
const REST = 1_000;
/** Credentials that were refused for good are tried again this much later, as a gate's are when somebody looks. */
const REFUSED = 60_000;

/** Asks the platform, by the gate's own rules of what is an answer, and of whether and when to ask again. */
export const upstream = (load: LoadCore, options: Options, { now, random, timers }: World) => {
  const { settings, maxAge } = options;
  const pace = pacing(options.platformOf(undefined).rate, now);
  let organization = options.organization;
  let opened: Opened | undefined;
  /** The last attempt: the core hears of no other's answers. */
  let attempts = 0;

  /** Of the platform, or of the organization's records there. */
  function opening(wasm: ProxyCore): Opened {
    const platform = options.platformOf(organization);
    const request = requester(wasm, platform, targetOf(platform), settings.timeoutMs, pace, timers, now);
    const core = openCore(wasm, platform, settings, now, random);
    return { wasm, core, request, platform, attempt: attempting(core, request, pace) };
  }

  /** Whose quota it is, by the records that the token sees. Asked as everything is: what failed of it, the core says. */
  async function find(
    { core, request }: Opened,
    { retried, renewable }: Attempt,
    signal: AbortSignal,
  ): Promise<string | Failure> {
    const asked = core.ask();
    const replies = await request.get([{ part: 0, query: "$limit=100" }], true, signal);
    if (replies instanceof QuotaError) return core.miss(asked, replies, retried);
    const [reply] = replies;
    const failure = reply && !isGood(reply) && core.answer(asked, 0, reply, retried, renewable);
    if (failure) return failure;
    const found = organizationIn(reply?.body);
    return found instanceof QuotaError ? core.miss(asked, found, retried) : found;
  }

  async function attempt(
    of: Opened,
    tried: Attempt,
    signal: AbortSignal,
    gotOn: () => void,
  ): Promise<Answer | Failure> {
    if (options.isListed && organization === undefined) {
      const found = await find(of, tried, signal);
      if (typeof found !== "string") return found;
      organization = found;
      of.core.close();
      opened = opening(of.wasm);
      return attempt(opened, tried, signal, gotOn);
    }
    const began = now();
    attempts += 1;
    const own = attempts;
    const came: Came[] = [];
    const failure = await of.attempt(tried, signal, (part, reply) => {
      gotOn();
      came.push([part, reply]);
    });
    if (own !== attempts) return overtaken();
    return failure ?? answerOf(of.wasm, of.platform.settings, came, began, options.all);
  }

  /** How long nobody asks after this. */
  const restAfter = (error: QuotaError, asked = 0): number =>
    Math.max(Math.min(asked, LONGEST_REST), error.retryable ? REST : Math.max(maxAge, REST));

  return {
    /** Asks until there is an answer, it's no use to go on, or nobody would wait for it. */
    async ask(gotOn: () => void): Promise<Answer | Failed> {
      const wasm = await load();
      // Never used; workerd has it belong to the request that it was made in.
      const { signal } = new AbortController();
      if (options.isListed) await pause(timers, TOGETHER, signal, () => {});
      opened ??= opening(wasm);
      let { renewable } = opened.request;
      for (let retried = 0; ; ) {
        gotOn();
        const outcome = await attempt(opened, { retried, renewable }, signal, gotOn);
        if ("asked" in outcome) return outcome;
        const { error, retryIn, retryAfter } = outcome;
        if (retryIn === null || retryIn > SOON) {
          const isShutOut = opened.core.isShutOut();
          return { error, isShutOut, rest: isShutOut ? REFUSED : restAfter(error, retryAfter) };
        }
        if (error.code === "unauthorized") renewable = false;
        else retried += 1;
        if (retryIn > 0) await pause(timers, retryIn, signal, () => {});
      }
    },
    /** Whose quota it is, once that is known. */
    get organization() {
      return organization;
    },
  };
};

/** It was taken for cut off, and wasn't. */
const overtaken = (): Failure => ({
  error: new QuotaError("timeout", "no answer before the next was asked for", { retryable: true }),
  retryIn: null,
  retryAfter: undefined,
});
