export { createTestGate } from "./testing/gate.js";
