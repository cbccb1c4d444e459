import { same } from "../interface/same.js";
import { AskingElement } from "./asking.js";
import { reflect } from "./base.js";
import { type Look, lookOf, type Told, toldBy } from "./look.js";
import { meterCss } from "./meter-style.js";
import { createPieces } from "./pieces.js";
import type { Relay } from "./relay.js";
import { adopt } from "./sheets.js";

const WEEK = 7;

/** `<quota-meter resource="…">`: how much of a limit is used, held and left, and until when it lasts. */
export class QuotaMeterElement extends AskingElement {
  static readonly observedAttributes = ["resource", "scope", "label", "days"];

  #source: Relay | null = null;
  #told: Told | null = null;
  #show: ((look: Look) => void) | null = null;

  protected override get properties(): readonly string[] {
    return ["resource", "scope", "label", "days", "compact"];
  }

  get resource(): string {
    return this.getAttribute("resource") ?? "";
  }

  set resource(resource: string | null | undefined) {
    reflect(this, "resource", resource);
  }

  get scope(): string | null {
    return this.getAttribute("scope");
  }

  set scope(scope: string | null | undefined) {
    reflect(this, "scope", scope);
  }

  get label(): string | null {
    return this.getAttribute("label");
  }

  set label(label: string | null | undefined) {
    reflect(this, "label", label);
  }

  get days(): number {
    const days = Number(this.getAttribute("days") || WEEK);
    return days > 0 && days < Number.POSITIVE_INFINITY ? days : WEEK;
  }

  set days(days: number | null | undefined) {
    reflect(this, "days", days);
  }

  get compact(): boolean {
    return this.hasAttribute("compact");
  }

  set compact(compact: boolean) {
    this.toggleAttribute("compact", Boolean(compact));
  }

  override connectedCallback(): void {
    if (this.isConnected) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      adopt(root, meterCss);
      this.#show ??= createPieces(root);
    }
    super.connectedCallback();
  }

  attributeChangedCallback(): void {
    this.#update();
  }

  protected override follow(source: Relay): () => void {
    this.#source = source;
    const leave = source.subscribe(() => this.#update());
    this.#update();
    return () => {
      this.#source = null;
      leave();
    };
  }

  /** Whatever else the gate tells is nothing to it. */
  #update(): void {
    if (!this.#source || !this.#show || !this.resource) return;
    const { resource, scope, label, days } = this;
    const told = toldBy(this.#source, { resource, scope: scope || null, label, days });
    if (same(told, this.#told)) return;
    this.#told = told;
    this.#show(lookOf(told, Date.now()));
  }
}
