import { isQuotaError } from "../error.js";
import { report } from "../events.js";
import type { Params as Given, Source } from "../interface/source.js";
import type { BindOptions, Decision } from "../types.js";
import { type Binding, createBinding } from "./binding.js";
import type { Question as Asked, Subjects } from "./bound.js";
import type { Params } from "./gate.js";
import { keyOf } from "./markup.js";

export interface Question {
  readonly action: string;
  readonly params?: Given | undefined;
  /** What parameters come from and can be edited in, by parameter. */
  readonly fields?: ReadonlyMap<string, Element> | undefined;
}

/** A control that is gated by hand: by an element, a directive or an action. */
export interface Gated {
  /** Null while there is no question, or one that makes no sense. */
  readonly decision: Decision | null;
  /** Asks anew: the question may be another one. */
  update(): void;
  /** Leaves the control as it was. */
  release(): void;
}

interface Entry {
  readonly question: () => Question | null;
  readonly options: BindOptions;
}

/** All controls of a tree that ask the same gate share their listeners. */
interface Group {
  readonly entries: Map<Element, Entry>;
  readonly binding: Binding;
}

const groups = new WeakMap<Source, WeakMap<Node, Group>>();

/** Gates one control. The question is asked anew for whatever may change its answer, what is typed included. */
export const gateControl = (
  source: Source,
  control: Element,
  question: () => Question | null,
  options: BindOptions = {},
): Gated => {
  const tree = control.getRootNode();
  const trees = groups.get(source) ?? new WeakMap<Node, Group>();
  groups.set(source, trees);
  const group = trees.get(tree) ?? open(source, tree as Node & ParentNode, control.ownerDocument);
  trees.set(tree, group);
  const { entries, binding } = group;
  const entry = { question, options };
  entries.set(control, entry);
  binding.renew(control);
  return {
    get decision() {
      return binding.decisionOf(control);
    },
    update: () => binding.renew(control),
    release() {
      if (entries.get(control) !== entry) return;
      entries.delete(control);
      binding.drop(control);
      if (entries.size > 0) return;
      binding.end();
      trees.delete(tree);
    },
  };
};

const open = (source: Source, tree: Node & ParentNode, document: Document): Group => {
  const entries = new Map<Element, Entry>();
  const told = new Set<string>();

  function attempt<T>(ask: () => T): T | null {
    try {
      return ask();
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      if (!told.has(error.message)) report(error);
      told.add(error.message);
      return null;
    }
  }

  function asked({ action, params, fields = NONE }: Question): Asked {
    return {
      key: keyOf(action, params),
      params: (params ?? {}) as Params,
      fields,
      isLive: true,
      decide: () => attempt(() => source.check(action, params)),
    };
  }

  const subjects: Subjects = {
    list: () => entries.keys(),
    question(control) {
      const entry = entries.get(control);
      const question = entry && attempt(entry.question);
      return question ? asked(question) : null;
    },
    options: (control) => entries.get(control)?.options ?? {},
    attributes: [],
  };
  let { gate } = source;
  const heard = {
    get phase() {
      return source.phase;
    },
    subscribe: (listener: () => void) =>
      source.subscribe(() => {
        // Which parameters there are, and so what is asked, is known once there is a gate.
        if (gate !== source.gate) binding.renewAll();
        gate = source.gate;
        listener();
      }),
  };
  const binding: Binding = createBinding(tree, document, subjects, heard, source);
  return { entries, binding };
};

const NONE: ReadonlyMap<string, Element> = new Map();
