import { createGate, vocdoni } from "quota-gate";
import { setDefaultGate } from "quota-gate/elements";

setDefaultGate(createGate(vocdoni({ baseUrl: "/api/quota", path: "" }), { locale: "ca" }));
