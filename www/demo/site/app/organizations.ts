import { call } from "./api.js";
import { confirmDeletion } from "./confirm.js";
import { List, listRow, rowButton } from "./list.js";

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
  readonly #list: List<Organization>;
  readonly #deleted: () => Promise<void>;

  constructor({ deleted, ...options }: OrganizationsOptions) {
    this.#deleted = deleted;
    this.#list = new List({
      ...options,
      id: "organizations",
      load: async () =>
        (await call<{ organizations: Organization[] }>("GET", "/api/organizations")).organizations,
      row: (organization) => this.#row(organization),
    });
  }

  load(): Promise<void> {
    return this.#list.load();
  }

  #row(organization: Organization): HTMLLIElement {
    const name = nameOf(organization);
    const button = rowButton("Delete", name);
    button.addEventListener("click", () => void this.#delete(organization));
    const kind = organization.type.replaceAll("_", " ");
    const about = `${kind}, since ${date.format(new Date(organization.createdAt))}`;
    return listRow({ key: organization.address, name, about }, button);
  }

  async #delete(organization: Organization): Promise<void> {
    const name = nameOf(organization);
    if (!(await confirmDeletion(name))) return;
    await this.#list.act(`Deleting ${name}…`, `${name} is deleted.`, async () => {
      await call("DELETE", `/api/organizations/${organization.address}`);
      await Promise.all([this.load(), this.#deleted()]);
    });
  }
}

const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });

export function nameOf({ name, address }: Organization): string {
  return name?.default ?? address;
}
