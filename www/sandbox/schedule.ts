interface Entry {
  readonly at: number;
  readonly run: () => void;
}

/** What the platform does later (mined votes, delivered messages), run when the clock has reached it. */
export class Schedule {
  #entries: Entry[] = [];

  add(at: number, run: () => void): void {
    this.#entries.push({ at, run });
  }

  settle(now: number): void {
    const due = this.#entries.filter((entry) => entry.at <= now);
    this.#entries = this.#entries.filter((entry) => entry.at > now);
    for (const entry of due.sort((a, b) => a.at - b.at)) entry.run();
  }

  clear(): void {
    this.#entries = [];
  }
}
