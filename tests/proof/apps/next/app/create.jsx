"use client";
import { createGate, vocdoni } from "quota-gate";
import { createQuotaHooks } from "quota-gate/react";

const gate = createGate(vocdoni({ baseUrl: "/api/quota", path: "" }), { locale: "ca" });
const { QuotaProvider, Gated } = createQuotaHooks();
const create = <button type="button">Create organization</button>;

export const Create = () => (
  <QuotaProvider gate={gate}>
    <Gated action="createManagedOrg">{create}</Gated>
  </QuotaProvider>
);
