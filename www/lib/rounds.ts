import type { Core, Failure } from "./core.js";
import { QuotaError } from "./error.js";
import type { Pace } from "./pace.js";
import type { Reply } from "./reply.js";
import type { Requester } from "./request.js";

/** One attempt: after how many retries, and can the token be renewed in it? */
export interface Attempt {
  readonly retried: number;
  readonly renewable: boolean;
}

/** Asks round by round, until nothing is missing; what one part of it fails of, it fails of. Ends with nothing where it is given up. */
export const attempting =
  <R extends string>(core: Core<R>, request: Requester, pace: Pace) =>
  async (
    { retried, renewable }: Attempt,
    signal: AbortSignal,
    came: (part: number, reply: Reply) => void = () => {},
  ): Promise<Failure | undefined> => {
    const asked = core.ask();
    let isFirst = true;
    for (let wanted = core.wanted(asked); wanted.length > 0; wanted = core.wanted(asked)) {
      const wait = pace.wait(wanted.length);
      if (wait > 0) return core.miss(asked, tooMany(), retried, wait);
      const replies = await request.get(wanted, isFirst, signal);
      if (signal.aborted) return undefined;
      if (replies instanceof QuotaError) return core.miss(asked, replies, retried);
      for (const [place, reply] of replies.entries()) {
        const part = wanted[place]?.part ?? 0;
        const failure = core.answer(asked, part, reply, retried, renewable);
        if (failure) return failure;
        came(part, reply);
      }
      isFirst = false;
    }
    return undefined;
  };

const tooMany = (): QuotaError =>
  new QuotaError("rate-limited", "the platform takes no more requests for now", { retryable: true });
