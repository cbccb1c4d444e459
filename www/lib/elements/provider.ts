import type { Loadable, Source } from "../interface/source.js";
import type { Policy } from "../types.js";
import { Base, reflect, upgrade } from "./base.js";
import { createRelay, type Relay } from "./relay.js";
import { attendPlaces, passedOn, placesChanged, policyOf, SOURCE } from "./shared.js";
import { adopt } from "./sheets.js";
import { contents } from "./style.js";

/** `<quota-provider>`: the gate of what stands in it. */
export class QuotaProviderElement extends Base {
  static readonly observedAttributes = ["while-loading", "when-unknown"];

  #gate: Loadable | null = null;
  #relay: Relay | null = null;
  #leave: (() => void) | undefined;

  get gate(): Loadable | null {
    return this.#gate;
  }

  set gate(gate: Loadable | null | undefined) {
    this.#gate = gate ?? null;
    if (this.#leave) placesChanged();
  }

  get whileLoading(): Policy | null {
    return policyOf(this.getAttribute("while-loading")) ?? null;
  }

  set whileLoading(policy: Policy | null | undefined) {
    reflect(this, "while-loading", policy);
  }

  get whenUnknown(): Policy | null {
    return policyOf(this.getAttribute("when-unknown")) ?? null;
  }

  set whenUnknown(policy: Policy | null | undefined) {
    reflect(this, "when-unknown", policy);
  }

  get [SOURCE](): Source {
    this.#relay ??= createRelay(passedOn(this));
    return this.#relay;
  }

  connectedCallback(): void {
    if (!this.isConnected) return;
    upgrade(this, ["gate", "whileLoading", "whenUnknown"]);
    adopt(this.getRootNode(), contents);
    this.#leave ??= attendPlaces(() => this.#relay?.turn(passedOn(this)));
    placesChanged();
  }

  disconnectedCallback(): void {
    this.#leave?.();
    this.#leave = undefined;
    placesChanged();
  }

  attributeChangedCallback(): void {
    if (this.#leave) placesChanged();
  }
}
