import { createGate, vocdoni } from "quota-gate/js";
import { endpoint, options } from "./account.js";
import { bindPage } from "./bound.js";

void createGate(vocdoni(endpoint), options).then((gate) => bindPage(gate));
