import { createSource, type Loadable, type Policies, type Source, sourceOf } from "../interface/source.js";

/** A gate as components see it. */
export interface Outlook {
  readonly source: Source;
  /** As a server sees it, and so the first rendering of a page that a server rendered. */
  readonly atFirst: Source;
}

const outlooks = new WeakMap<object, Map<string, Outlook>>();

/** One for each gate and its policies, however often it's rendered. */
export const outlookOn = (gate: Loadable, policies: Policies): Outlook => {
  const { whileLoading, whenUnknown } = policies;
  const known = outlooks.get(gate) ?? new Map<string, Outlook>();
  outlooks.set(gate, known);
  const name = `${whileLoading} ${whenUnknown}`;
  const outlook = known.get(name) ?? open(gate, { whileLoading, whenUnknown });
  known.set(name, outlook);
  return outlook;
};

const open = (gate: Loadable, policies: Policies): Outlook => {
  const isPlain = policies.whileLoading === undefined && policies.whenUnknown === undefined;
  const source = isPlain ? sourceOf(gate) : createSource(gate, policies);
  // A server waits for nothing, so a promise has never come true there.
  if ("then" in gate) return { source, atFirst: createSource(new Promise(() => {}), policies) };
  return { source, atFirst: Object.create(source, { isSlow: { value: false } }) };
};
