import { createGate, vocdoni } from "quota-gate/inline";

const gate = createGate(vocdoni({ baseUrl: "/api/quota", path: "" }), { locale: "ca" });
gate.then((gate) => gate.bind());
