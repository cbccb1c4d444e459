/// <reference types="vite/client" />
import { createGate, init, vocdoni } from "quota-gate";
import address from "quota-gate/quota_gate.wasm?url";
import { endpoint, options } from "./account.js";
import { bindPage } from "./bound.js";

void init(address)
  .then(() => createGate(vocdoni(endpoint), options))
  .then((gate) => bindPage(gate));
