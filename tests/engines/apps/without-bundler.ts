import { createGate, vocdoni } from "/quota-gate/index.js";
import { endpoint, options } from "./account.js";
import { bindPage } from "./bound.js";

void createGate(vocdoni(endpoint), options).then((gate) => bindPage(gate));
