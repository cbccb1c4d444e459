/** A voter's authentication token, bound to a process. */
export interface VoterToken {
  readonly token: string;
  readonly processId: string;
  readonly memberId: string;
  readonly createdAt: number;
  verified: boolean;
  /** Elections it has signed for. */
  readonly signed: Set<string>;
}

/** notifications/queue.go:15-22 */
export const OTP_COOLDOWN_MS = 60_000;
export const OTP_EXPIRY_MS = 15 * 60_000;

/** The code in every message, since the sandbox sends none. */
export const OTP_CODE = "123456";
