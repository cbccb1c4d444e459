import type { ProxyCore } from "../proxy-load.js";
import { codeOf, isGood, type Reply } from "../reply.js";

/** What visitors get of one part of an answer. */
export interface Body {
  readonly status: number;
  readonly text: string;
  readonly tag: string;
}

/** What the platform said, as visitors get it. */
export interface Answer {
  /** When it was asked for. */
  readonly asked: number;
  /** For how long a cache in front of the platform had had the oldest part, in milliseconds. */
  readonly age: number;
  /** By the places of the parts. Null where nothing is known of one. */
  readonly bodies: readonly (Body | null)[];
}

/** A part, and what came of it. */
export type Came = readonly [part: number, reply: Reply];

/** Of 128 bits: two answers have the same only if they are the same. */
const tagOf = async (text: string): Promise<string> => {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `"${btoa(String.fromCharCode(...new Uint8Array(hash, 0, 16))).replace(/=+$/, "")}"`;
};

const bodyOf = async (status: number, shown: unknown): Promise<Body> => {
  const text = JSON.stringify(shown);
  return { status, text, tag: await tagOf(text) };
};

/** An answer of which the core made one, whatever its status, and which has no body to be shown: its code says what it is. */
const refusedOf = (reply: Reply): Promise<Body> =>
  bodyOf(reply.status, { error: "this account has no quota here", code: codeOf(reply) });

/** As much of it as may be seen. */
export const answerOf = async (
  wasm: ProxyCore,
  settings: unknown,
  came: readonly Came[],
  asked: number,
  all: boolean,
): Promise<Answer> => {
  const [first] = came;
  const age = Math.max(0, ...came.map(([, reply]) => reply.age ?? 0));
  if (first && !isGood(first[1])) return { asked, age, bodies: [await refusedOf(first[1])] };
  const good = came.filter(([, reply]) => isGood(reply)).map(([part, { body }]) => [part, body]);
  const shown = wasm.reveal(settings, good, all) as readonly unknown[];
  const bodies = shown.map(async (each) => (each === null ? null : bodyOf(200, each)));
  return { asked, age, bodies: await Promise.all(bodies) };
};
