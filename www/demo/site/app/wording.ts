import { isQuotaError } from "/quota-gate/index.js";
import { ApiFailure } from "./api.js";

const SUPPORT = "This can't be done right now. Please contact support.";

const BY_CODE: Readonly<Record<number, string>> = {
  40004: SUPPORT,
  40005: "This vote doesn't use codes of this kind.",
  40009: "This organization no longer exists.",
  40046: SUPPORT,
  40047: SUPPORT,
  40103: "These voters were sent a code a moment ago. Please wait a minute.",
  40153: SUPPORT,
  40154: SUPPORT,
  40155: SUPPORT,
  40161: "This organization has a vote running. It can be deleted when the vote has ended.",
  40162: SUPPORT,
};

/** What a customer is told of a failure: never the platform's own words. */
export function forCustomer(failure: unknown): string {
  if (isQuotaError(failure) && failure.code === "denied") return failure.message;
  if (!(failure instanceof ApiFailure)) return "The connection was lost. Please try again.";
  const known = failure.code === null ? undefined : BY_CODE[failure.code];
  if (known !== undefined) return known;
  if (failure.status >= 500 || failure.status === 429) {
    return "That didn't work just now. Please try again in a moment.";
  }
  return "That can't be done. Please check what you entered.";
}

/** Staff see what the platform said. */
export function forOperator(failure: unknown): string {
  if (isQuotaError(failure) && failure.code === "denied") return failure.message;
  if (!(failure instanceof ApiFailure)) return "The back end can't be reached.";
  const code = failure.code === null ? `HTTP ${failure.status}` : `code ${failure.code}`;
  return `${failure.message} (${code})`;
}
