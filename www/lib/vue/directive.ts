import type {
  ComponentInternalInstance,
  ComponentPublicInstance,
  DirectiveBinding,
  ObjectDirective,
} from "vue";
import { type Gated, gateControl, type Question } from "../bind/control.js";
import { put } from "../bind/reference.js";
import { given } from "../interface/given.js";
import type { Params, Source } from "../interface/source.js";
import { sourceAt } from "./source.js";

/** `v-quota="{ action, params }"`, or the action's name alone. Nothing: not gated. */
type Value =
  | string
  | { readonly action: string; readonly params?: Params | null | undefined }
  | null
  | undefined;

interface Attached {
  readonly asked: { value: Value };
  readonly gated: Gated;
}

const attached = new WeakMap<Element, Attached>();

const questionOf = (source: Source, value: Value): Question | null => {
  if (!value) return null;
  const { action, params } = typeof value === "string" ? { action: value } : value;
  return { action, params: given(source, action, params) };
};

const sourceOf = ({ instance }: Pick<DirectiveBinding, "instance">): Source =>
  sourceAt(
    (instance as ComponentPublicInstance | null)?.$ as ComponentInternalInstance | undefined,
    "v-quota",
  );

export const vQuota: ObjectDirective<Element, Value> = {
  getSSRProps(binding) {
    const source = sourceOf(binding);
    const question = questionOf(source, binding.value);
    if (!question) return undefined;
    const { allowed, verdict } = source.check(question.action, question.params);
    return { "aria-disabled": allowed ? undefined : "true", "data-quota-verdict": verdict };
  },
  beforeMount(control, _binding, { props }) {
    if (!control.hasAttribute("data-quota-verdict")) return;
    // A server wrote these. They aren't the application's own, which would be gone back to.
    put(control, "data-quota-verdict", null);
    const own: unknown = props?.["aria-disabled"];
    put(control, "aria-disabled", own === undefined || own === null ? null : String(own));
  },
  mounted(control, binding) {
    const source = sourceOf(binding);
    const asked = { value: binding.value };
    const gated = gateControl(source, control, () => questionOf(source, asked.value));
    attached.set(control, { asked, gated });
  },
  updated(control, { value }) {
    const entry = attached.get(control);
    if (!entry) return;
    entry.asked.value = value;
    entry.gated.update();
  },
  // Not before: the reason is what Vue puts a successor before.
  unmounted(control) {
    attached.get(control)?.gated.release();
    attached.delete(control);
  },
};
