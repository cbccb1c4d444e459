import type { Bound, Question, Subjects } from "./bound.js";
import { carriersOf } from "./carrier.js";
import { changeOf, type Group } from "./group.js";
import { formOf } from "./question.js";

/** What has nothing to do with the gate any more. */
export interface Leaving {
  readonly control: (control: Element) => void;
  readonly carrier: (carrier: Element) => void;
  readonly field: (field: Element) => void;
}

/** Who is under the gate, and what each asks. */
export interface Roll {
  readonly bounds: ReadonlyMap<Element, Bound>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly fields: ReadonlyMap<Element, ReadonlySet<Bound>>;
  /** Those that hide while they are closed. */
  readonly hiding: ReadonlySet<Bound>;
  /** Whose answer, question or carriers changed since they were written. */
  readonly changed: Set<Bound>;
  /** Those that an element carries, in the order of the tree. */
  carriedBy(element: EventTarget): readonly Bound[];
  /** Is this where a pointer or the focus shows interest? */
  attends(node: EventTarget): boolean;
  /** Looks who is there now. */
  survey(): void;
  include(control: Element): void;
  forget(bound: Bound): void;
  /** Reads its question anew, and asks the gate. */
  ask(bound: Bound): void;
  /** Those that follow fields. */
  askLive(): void;
  /** Each question once: the gate may say something else. */
  askAll(): void;
}

export const createRoll = (tree: Node & ParentNode, subjects: Subjects, left: Leaving): Roll => {
  const bounds = new Map<Element, Bound>();
  const groups = new Map<string, Group>();
  const fields = new Map<Element, Set<Bound>>();
  const hiding = new Set<Bound>();
  const changed = new Set<Bound>();
  let carried = new Map<EventTarget, Bound[]>();
  let forms = new Set<EventTarget>();

  const carriedBy = (element: EventTarget): readonly Bound[] => carried.get(element) ?? [];

  function join(question: Question): Group {
    const known = groups.get(question.key);
    if (known) return known;
    const group = { question, decision: question.decide(), bounds: new Set<Bound>() };
    groups.set(question.key, group);
    return group;
  }

  function leave({ group }: Pick<Bound, "group">, bound: Bound): void {
    group.bounds.delete(bound);
    if (group.bounds.size === 0) groups.delete(group.question.key);
  }

  function askGroup(group: Group): void {
    const decision = group.question.decide();
    const change = changeOf(group.decision, decision);
    if (change === "none") return;
    group.decision = decision;
    for (const bound of group.bounds) if (change === "seen" || isFollowed(bound)) changed.add(bound);
  }

  /** Is somebody told more of its answer than it shows? */
  function isFollowed({ control, question }: Bound): boolean {
    return question.fields.size > 0 || typeof subjects.options(control).reason === "function";
  }

  function ask(bound: Bound): void {
    const question = subjects.question(bound.control);
    if (!question) {
      forget(bound);
      return;
    }
    const { group } = bound;
    follow(bound, question);
    if (question.key !== group.question.key) {
      bound.group = join(question);
      bound.group.bounds.add(bound);
      leave({ group }, bound);
      // Beside the answer, what is said to a field depends on the question.
      if (isFollowed(bound) || changeOf(group.decision, bound.group.decision) !== "none") changed.add(bound);
    }
    askGroup(bound.group);
  }

  function follow(bound: Bound, question: Question): void {
    const before = new Set(bound.question.fields.values());
    bound.question = question;
    for (const field of question.fields.values()) {
      before.delete(field);
      fields.set(field, (fields.get(field) ?? new Set()).add(bound));
    }
    for (const field of before) leaveField(bound, field);
  }

  function leaveField(bound: Bound, field: Element): void {
    const users = fields.get(field);
    users?.delete(bound);
    // It may be at fault for those that are left.
    for (const other of users ?? []) changed.add(other);
    if (users?.size !== 0) return;
    fields.delete(field);
    left.field(field);
  }

  function carry(bound: Bound, carriers: readonly Element[]): void {
    bound.carriers = carriers;
    for (const carrier of carriers) carried.set(carrier, [...carriedBy(carrier), bound]);
    for (const element of [bound.control, ...carriers]) forms.add(formOf(element) ?? element);
  }

  function include(control: Element): void {
    const question = subjects.question(control);
    if (!question) return;
    const group = join(question);
    const bound: Bound = { control, carriers: [], question, group, said: null, told: null };
    group.bounds.add(bound);
    bounds.set(control, bound);
    if (subjects.options(control).mode === "hide") hiding.add(bound);
    carry(bound, carriersOf(control, tree));
    follow(bound, question);
    changed.add(bound);
  }

  function forget(bound: Bound): void {
    const { control, carriers, question } = bound;
    bounds.delete(control);
    hiding.delete(bound);
    changed.delete(bound);
    leave(bound, bound);
    left.control(control);
    for (const field of question.fields.values()) leaveField(bound, field);
    for (const carrier of carriers) {
      const others = carriedBy(carrier).filter((each) => each !== bound);
      carried.set(carrier, others);
      for (const other of others) changed.add(other);
      if (others.length > 0) continue;
      carried.delete(carrier);
      left.carrier(carrier);
    }
  }

  function survey(): void {
    const before = new Map(bounds);
    const carriedBefore = carried;
    bounds.clear();
    carried = new Map();
    forms = new Set();
    for (const control of subjects.list()) {
      const known = before.get(control);
      before.delete(control);
      if (known) stay(known);
      else include(control);
    }
    for (const gone of before.values()) forget(gone);
    for (const carrier of carriedBefore.keys()) if (!carried.has(carrier)) left.carrier(carrier as Element);
  }

  function stay(known: Bound): void {
    const { control, carriers, said } = known;
    bounds.set(control, known);
    carry(known, carriersOf(control, tree));
    // Its reason may have been left behind.
    if (said || !sameElements(carriers, known.carriers)) changed.add(known);
  }

  return {
    bounds,
    groups,
    fields,
    hiding,
    changed,
    carriedBy,
    attends: (node) => bounds.has(node as Element) || carried.has(node) || forms.has(node),
    survey,
    include,
    forget,
    ask,
    askLive() {
      for (const bound of [...bounds.values()]) if (bound.question.isLive) ask(bound);
    },
    askAll() {
      for (const group of groups.values()) askGroup(group);
    },
  };
};

const sameElements = (a: readonly Element[], b: readonly Element[]): boolean =>
  a.length === b.length && a.every((element, place) => element === b[place]);
