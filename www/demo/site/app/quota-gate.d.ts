/** The package, imported by address as a page without a bundler does. */
declare module "*/quota-gate/index.js" {
  type Package = typeof import("../../../lib/types.js");
  export const createGate: Package["createGate"];
  export const custom: Package["custom"];
  export const didomi: Package["didomi"];
  export const isQuotaError: Package["isQuotaError"];
  export const vocdoni: Package["vocdoni"];
}
