export { custom } from "./custom.js";
export { didomi } from "./didomi.js";
export { vocdoni } from "./vocdoni.js";
