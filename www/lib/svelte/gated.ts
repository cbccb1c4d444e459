import { type Gated, gateControl, type Question } from "../bind/control.js";
import { given } from "../interface/given.js";
import { type Loadable, type Params, type Source, sourceOf } from "../interface/source.js";

interface Options {
  readonly gate: Loadable;
  readonly action: string;
  readonly params?: Params | null | undefined;
}

export const gated = (node: Element, options: Options) => {
  let now = options;
  let source = sourceOf(options.gate);
  let control = gate();

  function question(of: Source): Question {
    const { action, params } = now;
    return { action, params: given(of, action, params) };
  }

  function gate(): Gated {
    const of = source;
    return gateControl(of, node, () => question(of));
  }

  return {
    update(next: Options): void {
      now = next;
      const other = sourceOf(next.gate);
      if (other === source) control.update();
      else {
        control.release();
        source = other;
        control = gate();
      }
    },
    destroy(): void {
      control.release();
    },
  };
};
