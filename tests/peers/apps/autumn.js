import { AutumnProvider, useCustomer } from "autumn-js/react";

export { AutumnProvider };
export const useCheck = () => useCustomer().check({ featureId: "orgs", requiredBalance: 1 });
