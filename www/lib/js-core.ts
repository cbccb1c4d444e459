// The core as JavaScript, with all that it takes: a file of its own, since few pages ever ask for it. As one object: of several names
// esbuild would make one by a helper, which it puts into a file that every page then asks for.
import * as core from "../../build/js/quota_gate.js";

export default core;
