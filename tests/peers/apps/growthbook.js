import { GrowthBook } from "@growthbook/growthbook";

const growthbook = new GrowthBook({ clientKey: "key", attributes: { managedOrgs: 1 } });

export const start = () => growthbook.init();
export const check = () => growthbook.isOn("create-managed-org");
