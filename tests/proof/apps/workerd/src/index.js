import { createGate, vocdoni } from "quota-gate";

export default {
  async fetch(_request, { QUOTA_URL: baseUrl, QUOTA_KEY: token }) {
    const gate = await createGate(vocdoni({ baseUrl, token }), { locale: "ca" });
    await gate.ready;
    const { verdict, message } = gate.check("createManagedOrg");
    gate.dispose();
    return Response.json({ verdict, message });
  },
};
