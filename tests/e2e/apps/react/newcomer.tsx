import { createGate, vocdoni } from "quota-gate";
import { createQuotaHooks } from "quota-gate/react";

const gate = createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));
const { QuotaProvider, Gated } = createQuotaHooks<typeof gate>();
const create = <button type="submit">New organization</button>;

export const App = () => (
  <QuotaProvider gate={gate}>
    <Gated action="createManagedOrg">{create}</Gated>
  </QuotaProvider>
);
