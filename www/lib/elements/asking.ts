import type { Loadable } from "../interface/source.js";
import { Base, upgrade } from "./base.js";
import type { Relay } from "./relay.js";
import { attendPlaces, sourceFor } from "./shared.js";

/** An element that asks a gate: its own, or the one of where it stands. */
export abstract class AskingElement extends Base {
  #gate: Loadable | null = null;
  #source: Relay | null = null;
  #leavePlaces: (() => void) | undefined;
  #leaveSource: (() => void) | undefined;

  /** What may be set before the element is one. */
  protected abstract get properties(): readonly string[];
  /** Begins to follow this source. Returns the end of it. */
  protected abstract follow(source: Relay): () => void;

  get gate(): Loadable | null {
    return this.#gate;
  }

  set gate(gate: Loadable | null | undefined) {
    this.#gate = gate ?? null;
    this.#find();
  }

  connectedCallback(): void {
    if (!this.isConnected) return;
    upgrade(this, ["gate", ...this.properties]);
    this.#leavePlaces ??= attendPlaces(() => this.#find());
    this.#find();
  }

  disconnectedCallback(): void {
    this.#leavePlaces?.();
    this.#leavePlaces = undefined;
    this.#turn(null);
  }

  #find(): void {
    if (this.#leavePlaces) this.#turn(sourceFor(this, this.#gate));
  }

  #turn(source: Relay | null): void {
    if (source === this.#source) return;
    this.#leaveSource?.();
    this.#source = source;
    this.#leaveSource = source ? this.follow(source) : undefined;
  }
}
