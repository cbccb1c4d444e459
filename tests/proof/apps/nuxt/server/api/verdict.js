import { createGate, vocdoni } from "quota-gate";

export default defineEventHandler(async () => {
  const { QUOTA_URL: baseUrl, QUOTA_KEY: token } = process.env;
  const gate = await createGate(vocdoni({ baseUrl, token }), { locale: "ca" });
  await gate.ready;
  const { verdict, message } = gate.check("createManagedOrg");
  gate.dispose();
  return { verdict, message };
});
