import { createQuotaHooks } from "quota-gate/react";
import type { StageGate } from "./stage";

export const { QuotaProvider, useQuota, useHeadroom, useQuotaState, useGate, Gated } =
  createQuotaHooks<StageGate>();
