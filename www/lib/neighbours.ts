/** What a gate has to do with the other tabs of its identity. */
export interface Neighbours {
  /** Does this tab ask for all? */
  readonly leads: boolean;
  /** Tells the others what is known here, and which holds are this tab's. */
  tell(record: Float64Array): void;
  /** Tells who is new also of holds whose tab is gone. */
  tellKnown(record: Float64Array): void;
  /** The account signed out. */
  tellCleared(): void;
  /** Until the others have said what they know, if there are any. */
  greeting(): Promise<void>;
  /** Runs a request in its turn, so that the others needn't ask as well. */
  turn(signal: AbortSignal, task: () => Promise<void>): Promise<void>;
  /** Should this tab ask for all, when it's its turn to? */
  lead(wanted: boolean): void;
  leave(): void;
}

/** What the others say. */
export interface Ears {
  /** Takes in a record of a tab, or of what is known of those that are gone (0); is there an answer to go by? */
  readonly told: (tab: number, record: Float64Array) => boolean;
  /** Someone new wants to know. */
  readonly asked: () => void;
  readonly cleared: () => void;
  /** It's this tab's turn to ask for all, or no more. */
  readonly led: () => void;
}

/** By the name of whose quota it is; `tab` is this one's number. */
export type Join = (name: string, tab: number, ears: Ears) => Neighbours;

/** Without neighbours: by choice, or where a browser lacks what it takes. */
export const alone: Join = () => {
  let leads = false;
  return {
    get leads() {
      return leads;
    },
    tell() {},
    tellKnown() {},
    tellCleared() {},
    async greeting() {},
    turn: (_, task) => task(),
    lead(wanted) {
      leads = wanted;
    },
    leave() {},
  };
};

/** A file of its own, asked for only where it is used. A page whose tabs don't know each other is better than none. */
export const joinFor = async (shares: boolean): Promise<Join> => {
  const possible = typeof document !== "undefined" && typeof BroadcastChannel === "function";
  if (!shares || !possible || !globalThis.navigator?.locks) return alone;
  try {
    const { join } = await import("./tabs.js");
    return (name, tab, ears) => {
      try {
        return join(name, tab, ears);
      } catch {
        // Firefox opens no channel where cookies are blocked.
        return alone(name, tab, ears);
      }
    };
  } catch {
    return alone;
  }
};
