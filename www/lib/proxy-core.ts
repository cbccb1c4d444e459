// As js-core.ts, with what only a back end needs.
import * as core from "../../build/proxy-js/quota_gate.js";

export default core;
