import { createGate, vocdoni } from "quota-gate";

const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));
performance.mark("ready");
gate.bind();
