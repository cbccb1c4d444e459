import { createGate, vocdoni } from "quota-gate";

const gate = createGate(vocdoni({ baseUrl: "/api/quota", path: "" }), { locale: "ca" });
gate.then((gate) => gate.bind());
