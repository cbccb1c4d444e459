/** Chart.js, as the back end bundles it. */
declare module "*/vendor/chart.js" {
  export * from "chart.js";
}
