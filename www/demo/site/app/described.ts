import { call } from "./api.js";
import { find } from "./element.js";
import type { AnyQuota } from "./quota.js";

/** The platform's answer, as far as this page reads it by itself. */
interface Answer {
  readonly quota_set: Readonly<Record<string, unknown>>;
}

/** Shows what the platform answers and how it is described: the very file that runs. */
export class Described {
  readonly #answered: () => void;
  #asOf: number | null = null;
  #answer: Answer | null = null;

  constructor(quota: AnyQuota, answered: () => void) {
    this.#answered = answered;
    quota.subscribe((gate) => {
      const asOf = gate?.state.asOf ?? null;
      if (asOf === this.#asOf) return;
      this.#asOf = asOf;
      void this.#showAnswer();
    });
    void showSource();
  }

  /** Counted as used, and about to be. */
  reserved(resource: string): number {
    const { reserved = 0 } = (this.#answer?.quota_set[resource] ?? {}) as { reserved?: number };
    return reserved;
  }

  async #showAnswer(): Promise<void> {
    // Of a platform that doesn't answer now, the last answer stays, as in the gate.
    this.#answer = await call<Answer>("GET", "/api/cloud/quota").catch(() => this.#answer);
    find("answer", HTMLPreElement).textContent = readable(this.#answer);
    this.#answered();
  }
}

/** Indented, but for the innermost objects. */
function readable(answer: Answer | null): string {
  if (answer === null) return "It doesn't answer right now.";
  return JSON.stringify(answer, null, 2).replace(/\{[^{}]+\}/g, (inner) => inner.replace(/\s+/g, " "));
}

async function showSource(): Promise<void> {
  const response = await fetch("/source/cloud-description.ts").catch(() => null);
  find("source", HTMLPreElement).textContent = response?.ok
    ? await response.text()
    : "It can't be shown right now.";
}
