// The core as JavaScript, with all that it takes: a file of its own, since few pages ever ask for it.
export * from "../../build/js/quota_gate.js";
