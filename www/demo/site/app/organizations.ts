import { call } from "./api.js";
import { confirmDeletion } from "./confirm.js";
import { find, make } from "./element.js";

export interface Organization {
  readonly address: string;
  readonly type: string;
  readonly createdAt: string;
  readonly name?: { readonly default?: string };
}

export interface OrganizationsOptions {
  readonly empty: string;
  /** Says what went wrong, in the words of this page's readers. */
  readonly explain: (failure: unknown) => string;
  /** Null when they can't be had. */
  readonly loaded?: (organizations: readonly Organization[] | null) => void;
  readonly deleted: () => Promise<void>;
}

/** The list of organizations, each with its delete button. */
export class Organizations {
  readonly #options: OrganizationsOptions;
  readonly #box = find("organizations", HTMLElement);
  readonly #title = find("organizations-title", HTMLElement);
  readonly #result = find("organizations-result", HTMLElement);
  #asked = 0;

  constructor(options: OrganizationsOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#box.ariaBusy = "true";
    try {
      const { organizations } = await call<{ organizations: Organization[] }>("GET", "/api/organizations");
      if (asked === this.#asked) this.#show(organizations);
    } catch (failure) {
      if (asked === this.#asked) this.#fail(failure);
    }
  }

  #show(organizations: readonly Organization[]): void {
    const rows = organizations.map((organization) => this.#row(organization));
    const none = make("p", { className: "note", textContent: this.#options.empty });
    this.#put(rows.length > 0 ? "ready" : "empty", rows.length > 0 ? make("ul", {}, ...rows) : none);
    this.#options.loaded?.(organizations);
  }

  #fail(failure: unknown): void {
    const again = make("button", { type: "button", className: "small", textContent: "Try again" });
    again.addEventListener("click", () => void this.load());
    const text = make("p", { className: "note", textContent: this.#options.explain(failure) });
    this.#put("error", text, again);
    this.#options.loaded?.(null);
  }

  #put(state: "ready" | "empty" | "error", ...content: Node[]): void {
    const held = this.#box.contains(document.activeElement);
    this.#box.dataset["state"] = state;
    this.#box.ariaBusy = null;
    this.#box.replaceChildren(...content);
    if (held) this.#title.focus();
  }

  #row(organization: Organization): HTMLLIElement {
    const name = nameOf(organization);
    const button = make("button", { type: "button", className: "small" }, "Delete", hidden(` ${name}`));
    button.addEventListener("click", () => void this.#delete(organization));
    const kind = organization.type.replaceAll("_", " ");
    const about = `${kind}, since ${date.format(new Date(organization.createdAt))}`;
    const text = make(
      "div",
      {},
      make("strong", { textContent: name }),
      make("small", { textContent: about }),
    );
    return make("li", {}, text, button);
  }

  async #delete(organization: Organization): Promise<void> {
    const name = nameOf(organization);
    if (!(await confirmDeletion(name))) return;
    this.#say(`Deleting ${name}…`);
    try {
      await call("DELETE", `/api/organizations/${organization.address}`);
      await Promise.all([this.load(), this.#options.deleted()]);
      this.#say(`${name} is deleted.`);
    } catch (failure) {
      this.#say(this.#options.explain(failure), true);
    }
  }

  #say(text: string, bad = false): void {
    this.#result.classList.toggle("bad", bad);
    this.#result.textContent = text;
  }
}

const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });

export function nameOf({ name, address }: Organization): string {
  return name?.default ?? address;
}

function hidden(text: string): HTMLElement {
  return make("span", { className: "unseen", textContent: text });
}
