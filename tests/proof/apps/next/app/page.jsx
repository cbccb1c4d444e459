import { createGate, vocdoni } from "quota-gate";
import { Create } from "./create";

export const dynamic = "force-dynamic";

export default async function Page() {
  const { QUOTA_URL: baseUrl, QUOTA_KEY: token } = process.env;
  const gate = await createGate(vocdoni({ baseUrl, token }), { locale: "ca" });
  await gate.ready;
  const { verdict, message } = gate.check("createManagedOrg");
  gate.dispose();
  return (
    <>
      <p data-server={verdict}>{message}</p>
      <Create />
    </>
  );
}
