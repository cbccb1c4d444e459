import { type Answer, jsonOf } from "./platform";

/** As much of a published vote as the pages show. */
export interface Summary {
  readonly id: string;
  readonly title: string;
  readonly organization: string;
  readonly voters: number;
  readonly emailOtp: boolean;
  readonly smsOtp: boolean;
}

/** What is read of the platform's answer. */
interface Told {
  readonly id: string;
  readonly orgAddress: string;
  readonly title?: { readonly default?: string };
  readonly census?: { readonly size?: number; readonly twoFaFields?: readonly string[] };
}

export function summaries(answer: Answer): Summary[] {
  const list = jsonOf(answer)["processes"];
  return Array.isArray(list) ? list.map(summaryOf) : [];
}

function summaryOf({ id, orgAddress, title, census }: Told): Summary {
  const fields = census?.twoFaFields ?? [];
  return {
    id,
    title: title?.default ?? id,
    organization: `0x${orgAddress}`,
    voters: census?.size ?? 0,
    emailOtp: fields.includes("email"),
    smsOtp: fields.includes("phone"),
  };
}
