import { keyOf, type Question } from "./question.js";

/** Beyond so many different questions, answers are worked out again. */
const REMEMBERED = 20_000;

/** Answers by their questions. The last of each action is known by its numbers: to make a key takes much longer. */
export const memory = <T>() => {
  const answers = new Map<string, T>();
  const last = new Map<string, { readonly params: readonly number[]; readonly answer: T }>();

  return {
    /** The commonest question of all needs no look at its parameters. */
    plain: (action: string): T | undefined => answers.get(action),
    recall(question: Question, ask: () => T): T {
      const { name, params } = question;
      const latest = last.get(name);
      if (latest && same(latest.params, params)) return latest.answer;
      const key = keyOf(question);
      let answer = answers.get(key);
      if (answer === undefined) {
        answer = ask();
        if (answers.size >= REMEMBERED) answers.clear();
        answers.set(key, answer);
      }
      last.set(name, { params, answer });
      return answer;
    },
    clear(): void {
      answers.clear();
      last.clear();
    },
  };
};

export type Memory<T> = ReturnType<typeof memory<T>>;

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, place) => Object.is(value, b[place]));
