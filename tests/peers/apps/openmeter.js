import { OpenMeter } from "@openmeter/sdk/portal";

const meters = new OpenMeter({ baseUrl: "/api/quota", portalToken: "token" });
const limit = 5;

/** The portal tells what was used; whether it fits is the application's to say. */
export const check = async () => {
  const { data } = await meters.query("orgs");
  return (data[0]?.value ?? 0) < limit;
};
