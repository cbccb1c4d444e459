import { call } from "./api.js";
import { badge } from "./badge.js";
import type { ExportsGate, ExportsQuota } from "./didomi.js";
import { List, listRow, rowButton } from "./list.js";
import { forCustomer as explain } from "./wording.js";

export interface Export {
  readonly id: string;
  readonly type: string;
  readonly enabled: boolean;
}

/** How many are shown at first. */
const SHOWN = 8;

const KINDS: Readonly<Record<string, string>> = {
  "batch-exports-s3": "Amazon S3",
  "batch-exports-gcp": "Google Cloud",
};

export function nameOf({ id, type }: Export): string {
  return `${KINDS[type] ?? type} ${id}`;
}

/** The list of exports, each with what is attached to it and the button that enables or disables it. */
export class BatchExports {
  readonly #quota: ExportsQuota;
  readonly #list: List<Export>;
  /** Those that are being enabled or disabled. */
  readonly #busy = new Set<string>();
  #gate: ExportsGate | null = null;

  constructor(quota: ExportsQuota, loaded: (exports: readonly Export[] | null) => void) {
    this.#quota = quota;
    this.#list = new List({
      id: "exports",
      explain,
      empty: "None yet.",
      most: SHOWN,
      load: async () => (await call<{ exports: Export[] }>("GET", "/api/exports")).exports,
      row: (each) => this.#row(each),
      loaded,
    });
    quota.subscribe((gate) => {
      this.#gate = gate;
      this.#countDestinations();
    });
  }

  load(): Promise<void> {
    return this.#list.load();
  }

  #row(each: Export): HTMLLIElement {
    const { id, enabled } = each;
    const name = nameOf(each);
    const button = rowButton(enabled ? "Disable" : "Enable", name);
    if (!enabled) button.dataset["quotaAction"] = "enableExportConfig";
    button.addEventListener("click", () => void this.#toggle(each));
    const state = enabled ? badge("good", "Enabled") : badge("quiet", "Disabled");
    return listRow({ key: id, name, about: this.#destinationsOf(id) }, state, button);
  }

  async #toggle(each: Export): Promise<void> {
    const { id, enabled } = each;
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    const [working, done] = enabled ? ["Disabling", "disabled"] : ["Enabling", "enabled"];
    const change = () => call("PUT", `/api/exports/${id}`, { enabled: !enabled });
    await this.#list.act(`${working} ${nameOf(each)}…`, `${nameOf(each)} is ${done}.`, async () => {
      await (enabled ? change() : this.#quota.run("enableExportConfig", {}, change));
      await Promise.all([this.load(), this.#quota.refresh()]);
    });
    this.#busy.delete(id);
  }

  /** Each export has its own limit. */
  #destinationsOf(id: string): string {
    const gate = this.#gate;
    if (gate === null || gate.state.phase === "loading") return "Counting destinations…";
    const { used, limit } = gate.headroom("exportDestinations", id);
    return used === null || limit === null ? "Destinations not counted" : `${used} of ${limit} destinations`;
  }

  #countDestinations(): void {
    for (const row of document.querySelectorAll<HTMLElement>("#exports li")) {
      const about = row.querySelector("small");
      if (about) about.textContent = this.#destinationsOf(row.dataset["key"] ?? "");
    }
  }
}
