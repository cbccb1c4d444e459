import { custom } from "./custom.js";
import { didomi } from "./didomi.js";
import { madeUp } from "./made-up.js";
import type { Subject } from "./subject.js";
import { vocdoni } from "./vocdoni.js";

/** One file each, and its line here. */
export const subjects: readonly Subject[] = [vocdoni, didomi, custom, madeUp];
