import { type Answer, type Platform, succeeded } from "./platform";
import type { Stage } from "./stage";

/** What the company looks at. The platform tells more of each: the credentials of its destinations. */
export interface Integration {
  readonly id: string;
  readonly organization_id: string;
  readonly type_id: string;
  readonly enabled: boolean;
  readonly destinations: readonly string[];
}

/** One page of the list, as the platform's own envelope. */
export interface Page {
  readonly data: readonly Integration[];
  readonly total: number;
}

/** As many as the platform gives at once. */
const PAGE = 100;

/** All of the client's, page by page; or the platform's refusal. */
export async function allIntegrations(
  platform: Platform,
  { client }: Stage,
): Promise<Integration[] | Answer> {
  const all: Integration[] = [];
  for (;;) {
    const query = `organization_id=${client}&$limit=${PAGE}&$skip=${all.length}`;
    const answer = await platform.ask({ method: "GET", path: `/v1/marketplace/integrations?${query}` });
    if (!succeeded(answer)) return answer;
    const { data, total } = JSON.parse(answer.body) as Page;
    all.push(...data);
    if (data.length === 0 || all.length >= total) return all;
  }
}

export function isRefused(found: Integration[] | Answer): found is Answer {
  return !Array.isArray(found);
}
