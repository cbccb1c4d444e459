import { Permit } from "permit-fe-sdk";

const permit = Permit({ loggedInUser: "user", backendUrl: "/api/permissions" });

export const start = () => permit.loadLocalStateBulk([{ action: "create", resource: "ManagedOrg" }]);
export const check = () => permit.check("create", "ManagedOrg", {});
