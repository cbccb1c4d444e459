import flagsmith from "flagsmith";

export const start = () => flagsmith.init({ environmentID: "id", cacheFlags: true });
export const check = () => flagsmith.hasFeature("create-managed-org");
