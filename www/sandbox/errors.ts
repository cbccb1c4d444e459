import { Unreadable } from "./json";

/** Code, HTTP status and message of every error the sandbox answers (errors/errors_definition.go). */
const ERRORS = {
  unauthorized: [40001, 401, "authentication required"],
  malformedBody: [40004, 400, "invalid JSON request body"],
  invalidUserData: [40005, 400, "invalid user information provided"],
  invalidTxFormat: [40007, 400, "invalid transaction format"],
  organizationNotFound: [40009, 404, "organization not found"],
  malformedUrlParam: [40010, 400, "invalid URL parameter"],
  noOrganizationProvided: [40011, 400, "organization address is required"],
  userNotVerified: [40014, 401, "account email not verified"],
  userAlreadyVerified: [40015, 400, "user account is already verified"],
  jobNotFound: [40026, 404, "job not found"],
  censusParticipantNotFound: [40029, 404, "census participant not found"],
  maxDraftsReached: [40031, 400, "max drafts reached"],
  censusExceedsPlan: [40035, 400, "process census size exceeds plan limit"],
  invalidData: [40037, 400, "invalid data provided"],
  processNotFound: [40038, 404, "process not found"],
  censusExceedsEmails: [40046, 400, "process census size exceeds email allowance"],
  censusExceedsSms: [40047, 400, "process census size exceeds sms allowance"],
  invalidLogin: [40102, 401, "invalid login credentials"],
  coolDown: [40103, 401, "attempt cooldown time not reached"],
  notAnIntegrator: [40153, 403, "organization is not an integrator"],
  maxManagedOrgsReached: [40154, 400, "max managed organizations reached"],
  integratorQuotaExceeded: [40155, 400, "integrator quota exceeded"],
  invalidApiKey: [40156, 401, "invalid, revoked or expired API key"],
  apiKeyNotAllowed: [40157, 403, "API keys are not permitted for this endpoint"],
  insufficientScope: [40158, 403, "API key lacks the required scope"],
  activeElections: [40161, 409, "managed organization has active elections and cannot be deleted"],
  censusExceedsVotes: [40162, 400, "process census size exceeds vote allowance"],
  voteBatchEmpty: [40164, 400, "vote batch is empty"],
  voteBatchTooLarge: [40165, 400, "vote batch is too large"],
  voteBatchMixed: [40166, 400, "vote batch spans several organizations"],
  bodyTooLarge: [40167, 413, "request body is too large"],
  staleUpdate: [40171, 409, "resource changed since it was read"],
  duplicateConflict: [40901, 409, "resource already exists"],
  publishInProgress: [40903, 409, "process publish already in progress"],
} as const satisfies Record<string, readonly [code: number, status: number, message: string]>;

export type ErrorName = keyof typeof ERRORS;

/** An error of the platform; details are appended to its message (errors.go, Withf). */
export class ApiError extends Error {
  readonly code: number;
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | undefined;

  readonly #name: ErrorName;
  readonly #detail: string | undefined;

  constructor(name: ErrorName, detail?: string, data?: Readonly<Record<string, unknown>>) {
    const [code, status, message] = ERRORS[name];
    super(detail === undefined ? message : `${message}: ${detail}`);
    this.#name = name;
    this.#detail = detail;
    this.code = code;
    this.status = status;
    this.data = data;
  }

  /** The same error with one more detail. */
  at(place: string): ApiError {
    const detail = this.#detail === undefined ? place : `${this.#detail}: ${place}`;
    return new ApiError(this.#name, detail, this.data);
  }
}

/** What the platform makes of an error; null for what it didn't foresee. */
export function toApiError(error: unknown): ApiError | null {
  if (error instanceof Unreadable) return new ApiError("malformedBody");
  return error instanceof ApiError ? error : null;
}
