import { QuotaGateElement } from "./elements/gate.js";
import { QuotaMeterElement } from "./elements/meter.js";
import { QuotaProviderElement } from "./elements/provider.js";

export { setDefaultGate } from "./elements/shared.js";
export { QuotaGateElement, QuotaMeterElement, QuotaProviderElement };

/** Another copy of this file may have been here first; on a server there is nothing to define. */
const define = (name: string, element: CustomElementConstructor): void => {
  if (typeof customElements === "undefined" || customElements.get(name)) return;
  customElements.define(name, element);
};

// Providers first: what stands in them looks for them.
define("quota-provider", QuotaProviderElement);
define("quota-gate", QuotaGateElement);
define("quota-meter", QuotaMeterElement);
