import { find, make } from "./element.js";

export interface ListOptions<T> {
  /** The box, its title and its result are found by this: `servers`, `servers-title`, `servers-result`. */
  readonly id: string;
  readonly load: () => Promise<readonly T[]>;
  readonly row: (item: T) => HTMLLIElement;
  readonly empty: string;
  /** How many are shown before one asks for all. */
  readonly most?: number;
  /** Says what went wrong, in the words of this page's readers. */
  readonly explain: (failure: unknown) => string;
  /** Null when they can't be had. */
  readonly loaded?: (items: readonly T[] | null) => void;
}

/** A list that is loaded, may be empty, and may fail. */
export class List<T> {
  readonly #options: ListOptions<T>;
  readonly #box: HTMLElement;
  readonly #title: HTMLElement;
  readonly #result: HTMLElement;
  #asked = 0;
  #most: number;

  constructor(options: ListOptions<T>) {
    const { id, most = Number.POSITIVE_INFINITY } = options;
    this.#options = options;
    this.#box = find(id, HTMLElement);
    this.#title = find(`${id}-title`, HTMLElement);
    this.#result = find(`${id}-result`, HTMLElement);
    this.#most = most;
  }

  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#box.ariaBusy = "true";
    try {
      const items = await this.#options.load();
      if (asked === this.#asked) this.#show(items);
    } catch (failure) {
      if (asked === this.#asked) this.#fail(failure);
    }
  }

  /** Does something to an item, and says how it went. */
  async act(working: string, done: string, task: () => Promise<unknown>): Promise<void> {
    this.#say(working);
    try {
      await task();
      this.#say(done);
    } catch (failure) {
      this.#say(this.#options.explain(failure), true);
    }
  }

  #show(items: readonly T[]): void {
    const { row, empty, loaded } = this.#options;
    if (items.length === 0) this.#put("empty", make("p", { className: "note", textContent: empty }));
    else this.#put("ready", make("ul", {}, ...items.slice(0, this.#most).map(row)), ...this.#rest(items));
    loaded?.(items);
  }

  #rest(items: readonly T[]): Node[] {
    if (items.length <= this.#most) return [];
    const textContent = `Show all ${items.length}`;
    const all = make("button", { type: "button", className: "small", textContent });
    all.addEventListener("click", () => {
      this.#most = Number.POSITIVE_INFINITY;
      this.#show(items);
    });
    return [all];
  }

  #fail(failure: unknown): void {
    const again = make("button", { type: "button", className: "small", textContent: "Try again" });
    again.addEventListener("click", () => void this.load());
    const text = make("p", { className: "note", textContent: this.#options.explain(failure) });
    this.#put("error", text, again);
    this.#options.loaded?.(null);
  }

  /** The focus stays in its row; where that is gone, it goes to the title. */
  #put(state: "ready" | "empty" | "error", ...content: Node[]): void {
    const focused = this.#box.contains(document.activeElement) ? document.activeElement : null;
    const row = focused?.closest("li")?.dataset["key"];
    this.#box.dataset["state"] = state;
    this.#box.ariaBusy = null;
    this.#box.replaceChildren(...content);
    if (focused === null) return;
    const same = [...this.#box.querySelectorAll("li")].find(({ dataset }) => dataset["key"] === row);
    (same?.querySelector("button") ?? this.#title).focus();
  }

  #say(text: string, bad = false): void {
    this.#result.classList.toggle("bad", bad);
    this.#result.textContent = text;
  }
}

export interface Row {
  /** By which it is the same after the list was loaded again. */
  readonly key: string;
  readonly name: string;
  /** What is known of it. */
  readonly about: string;
}

/** A row: what it is, how it stands and what can be done. */
export function listRow({ key, name, about }: Row, ...more: readonly Node[]): HTMLLIElement {
  const text = make("div", {}, make("strong", { textContent: name }), make("small", { textContent: about }));
  const element = make("li", {}, text, ...more);
  element.dataset["key"] = key;
  return element;
}

/** A button for one of many: what it is for stands in its name. */
export function rowButton(text: string, of: string): HTMLButtonElement {
  const unseen = make("span", { className: "unseen", textContent: ` ${of}` });
  return make("button", { type: "button", className: "small" }, text, unseen);
}
