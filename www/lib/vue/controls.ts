import type { VNode } from "vue";
import { regionOf, speakToFocused } from "../interface/attempt.js";

/** A component may have none, and another renderer than the browser's has others. */
const isElement = (value: unknown): value is Element => (value as Partial<Node> | null)?.nodeType === 1;

/** The elements that carry the attributes of a control, as Vue tells of them. */
export const controls = () => {
  const all = new Set<Element>();
  return {
    has: (element: Element): boolean => all.has(element),
    say(reason: string): void {
      for (const each of all) speakToFocused(each, reason);
    },
    hooks: {
      onVnodeMounted({ el }: VNode): void {
        if (!isElement(el)) return;
        all.add(el);
        regionOf(el);
      },
      onVnodeBeforeUnmount({ el }: VNode): void {
        all.delete(el as Element);
      },
    },
  };
};
