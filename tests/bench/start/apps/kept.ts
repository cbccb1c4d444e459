import { createGate, vocdoni } from "quota-gate";

const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "" }), {
  persist: "local",
  identity: "visitor",
});
performance.mark("ready");
gate.bind();
