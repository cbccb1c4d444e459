import { useMemo, useSyncExternalStore } from "react";
import type { Source } from "../interface/source.js";
import type { Outlook } from "./outlook.js";

/** What the gate says to a question, known by its key: the same as long as it says the same. */
export const useAnswer = <T>(
  outlook: Outlook,
  ask: (source: Source, last: T | undefined) => T,
  key = "",
): T => {
  const { source, atFirst } = outlook;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question.
  const [now, first] = useMemo(() => {
    let last: T | undefined;
    const asked = (of: Source) => () => {
      last = ask(of, last);
      return last;
    };
    return [asked(source), asked(atFirst)];
  }, [source, atFirst, key]);
  return useSyncExternalStore(source.subscribe, now, first);
};
