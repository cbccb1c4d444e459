import { QuotaError } from "quota-gate";
import { shown } from "../amount.js";
import type { ErrorDetails } from "../error.js";
import type { QuotaErrorCode } from "../types.js";

/** Of the copy that makes the gate, so that an application's `instanceof` knows it. Its constructor is the package's own. */
const OwnError = QuotaError as new (
  code: QuotaErrorCode,
  message: string,
  details?: ErrorDetails,
) => QuotaError;

export const failure = (code: QuotaErrorCode, message: string, details?: ErrorDetails): QuotaError =>
  new OwnError(code, message, details);

export const invalid = (name: string, wanted: string, got: unknown): QuotaError =>
  failure("invalid-options", `${name} must be ${wanted}, got ${shown(got)}`);
