import { same } from "../interface/same.js";
import type { Params } from "../interface/source.js";
import type { Decision } from "../types.js";
import { AskingElement } from "./asking.js";
import { reflect } from "./base.js";
import { announce, type Gating, gateInside, type Host } from "./gating.js";
import type { Relay } from "./relay.js";
import { adopt } from "./sheets.js";
import { contents } from "./style.js";

/** `<quota-gate action="…">`: gates the first control that stands in it. */
export class QuotaGateElement extends AskingElement implements Host {
  #params: Params | null = null;
  #gating: Gating | null = null;
  #told: Decision | null = null;

  protected override get properties(): readonly string[] {
    return ["action", "params", "mode", "reason"];
  }

  get action(): string {
    return this.getAttribute("action") ?? "";
  }

  set action(action: string | null | undefined) {
    reflect(this, "action", action);
  }

  get params(): Params | null {
    return this.#params;
  }

  set params(params: Params | null | undefined) {
    this.#params = params ?? null;
    this.#gating?.update();
  }

  get mode(): Host["mode"] {
    const mode = this.getAttribute("mode");
    return mode === "disabled" || mode === "hide" ? mode : "aria";
  }

  set mode(mode: Host["mode"] | null | undefined) {
    reflect(this, "mode", mode);
  }

  get reason(): Host["reason"] {
    return this.getAttribute("reason") === "none" ? "none" : "after";
  }

  set reason(reason: Host["reason"] | null | undefined) {
    reflect(this, "reason", reason);
  }

  get decision(): Decision | null {
    return this.#gating?.decision ?? null;
  }

  override connectedCallback(): void {
    if (this.isConnected) adopt(this.getRootNode(), contents);
    super.connectedCallback();
  }

  protected override follow(source: Relay): () => void {
    const gating = gateInside(this, source, () => this.#tell());
    this.#gating = gating;
    return () => {
      this.#gating = null;
      gating.end();
    };
  }

  #tell(): void {
    const { decision } = this;
    if (same(decision, this.#told)) return;
    this.#told = decision;
    announce(this, "quota-change", decision);
  }
}
