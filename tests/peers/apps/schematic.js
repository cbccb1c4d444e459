import { Schematic } from "@schematichq/schematic-js";

const schematic = new Schematic("key", { useWebSocket: true });

export const start = () => schematic.identify({ keys: { id: "user" }, company: { keys: { id: "company" } } });
export const check = () => schematic.getFlagCheck("create-managed-org");
