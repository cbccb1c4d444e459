import type {
  Decision,
  QuotaDenied as QuotaDeniedType,
  QuotaErrorCode,
  QuotaError as QuotaErrorType,
} from "./types.js";

/** In the global registry, so that errors of another copy of the package on the page are known too. */
const BRAND = Symbol.for("quota-gate.error");

export interface ErrorDetails {
  status?: number | null;
  platformCode?: number | null;
  retryable?: boolean;
}

/** Carries no cause: what fetch and the platform say can contain what was sent to them. */
export class QuotaError extends Error implements QuotaErrorType {
  override readonly name: string = "QuotaError";
  declare readonly code: QuotaErrorCode;
  declare readonly status: number | null;
  declare readonly platformCode: number | null;
  declare readonly retryable: boolean;

  /** Whichever file of the package, or copy of it, made it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isQuotaError(value);
  }

  constructor(code: QuotaErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    this.status = details.status ?? null;
    this.platformCode = details.platformCode ?? null;
    this.retryable = details.retryable ?? false;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** The gate, or the platform, didn't let it through. Its cause is what the caller's own task got. */
export class QuotaDenied extends QuotaError implements QuotaDeniedType {
  override readonly name = "QuotaDenied";
  declare readonly decision: Decision;

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isQuotaError(value) && value.code === "denied";
  }

  constructor(decision: Decision, details: ErrorDetails = {}, cause?: unknown) {
    super("denied", decision.message, details);
    this.decision = decision;
    if (cause !== undefined) Object.defineProperty(this, "cause", { value: cause, configurable: true });
  }
}

export const disposed = (): QuotaError =>
  new QuotaError("disposed", "this gate was disposed; create another");

export const isQuotaError = (value: unknown): value is QuotaErrorType =>
  value instanceof Error && BRAND in value;
