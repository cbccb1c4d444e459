import { createHash } from "node:crypto";

/** Deterministic hex ids: the same calls after a reset give the same ids. */
export class Ids {
  #count = 0;

  next(kind: string, hexDigits: number): string {
    this.#count += 1;
    return hexOf(`${kind}:${this.#count}`, hexDigits);
  }

  reset(): void {
    this.#count = 0;
  }
}

export function hexOf(text: string | Buffer, hexDigits = 64): string {
  return createHash("sha256").update(text).digest("hex").slice(0, hexDigits);
}
