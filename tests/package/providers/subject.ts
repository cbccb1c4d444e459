import type { Provider } from "quota-gate";

/** What units are counted of. */
export interface Room {
  readonly resource: string;
  readonly scope?: string;
  /** How long after an act its counter may be behind, in milliseconds. */
  readonly settleAfter: number;
}

/** What a platform says of a room. Infinity is unlimited, null isn't said. */
export interface Numbers {
  limit: number | null;
  used: number | null;
}

/** An action that is done as often as its count says. */
export interface Doing {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What each takes, of the room at this place. */
  readonly takes: readonly (readonly [room: number, units: number])[];
}

export type AnyProvider = Provider<Record<string, Record<string, unknown>>, string>;

/** A platform, as far as the properties of a gate are looked at on it. */
export interface Subject {
  readonly name: string;
  readonly rooms: readonly Room[];
  readonly doings: readonly Doing[];
  /** Can it say that there is no limit? */
  readonly knowsUnlimited: boolean;
  /** A provider whose platform says these numbers, in the order of the rooms, whenever it is asked. */
  readonly over: (numbers: readonly Numbers[]) => AnyProvider;
}
