import type { Core } from "./core.js";
import { QuotaError } from "./error.js";
import { keep } from "./keep.js";
import type { Join, Neighbours } from "./neighbours.js";
import type { Settings } from "./options.js";
import { type Passed, readPassed, write } from "./passed.js";
import type { Platform } from "./provider.js";
import type { DehydratedState, State } from "./types.js";
import { whose } from "./whose.js";

/** What sharing tells its gate. */
interface Ears {
  /** An answer came from there. */
  readonly answered: (source: State["source"]) => void;
  /** Another tab knows the same. Is that news? */
  readonly confirmed: () => boolean;
  readonly changed: () => void;
  /** The account signed out in another tab. */
  readonly cleared: () => void;
  readonly led: () => void;
  readonly isFresh: () => boolean;
}

/** What is known and under way, passed on: into storage, to other tabs, from a server to the page that it rendered. */
export const sharing = <R extends string>(
  core: Core<R>,
  join: Join,
  settings: Settings,
  platform: Platform,
  url: string,
  ears: Ears,
) => {
  const { identity } = settings;
  // A server reaches the platform at another address than its pages do.
  const of = whose(identity, platform);
  const here = whose(identity, platform, url);
  const kept = keep(settings.persist, here);
  const passed = (): Passed => ({ record: core.record(true), history: core.history() });

  const neighbours: Neighbours = join(`quota-gate/1/${here}`, core.tab, {
    told(tab, record) {
      const { answer, same, holds } = core.adopt(record, tab);
      if (answer) ears.answered("tab");
      if (answer || holds) store();
      if (answer || holds || (same && ears.confirmed())) ears.changed();
      return ears.isFresh();
    },
    asked() {
      neighbours.tellKnown(core.record(true));
      neighbours.tell(core.record(false));
    },
    cleared: ears.cleared,
    led: ears.led,
  });

  function store(): void {
    if (!core.isShutOut()) kept.write(passed);
  }

  function takeIn({ record, history }: Passed, source: State["source"]): boolean {
    // Who has seen more knows better.
    const saw = history.length > core.history().length;
    if (saw) core.restore(history);
    const { answer, holds } = core.adopt(record);
    if (answer) ears.answered(source);
    return answer || holds || saw;
  }

  return {
    neighbours,
    /** What was known when the last page was left. */
    restore(): void {
      const before = kept.read();
      if (before) takeIn(before, "cache");
    },
    /** An answer came, or a hold was taken, moved or ended. */
    passOn(): void {
      store();
      neighbours.tell(core.record(false));
    },
    /** Nothing of it stays in storage. */
    purge: () => kept.clear(),
    dehydrate: (): DehydratedState => write(of, passed()),
    /** What is another version's or somebody else's, or makes no sense, is ignored. Was it news? */
    hydrate(state: unknown): boolean {
      if (typeof state === "string") {
        throw new QuotaError("invalid-params", "hydrate needs what dehydrate returned: parse its JSON first");
      }
      const given = readPassed(of, state);
      return given !== undefined && takeIn(given, "page");
    },
  };
};
