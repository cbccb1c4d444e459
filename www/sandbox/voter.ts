/** A voter's authentication token, bound to a process. */
export interface VoterToken {
  readonly token: string;
  readonly processId: string;
  readonly memberId: string;
  readonly createdAt: number;
  verified: boolean;
  /** By election; shared by all tokens of a voter. */
  readonly signings: Map<string, Signing>;
}

/** What a voter's signature for one election was spent on. */
export interface Signing {
  readonly address: string;
  readonly at: number;
  readonly times: number;
}

/** notifications/queue.go:15-22 */
export const OTP_COOLDOWN_MS = 60_000;
export const OTP_EXPIRY_MS = 15 * 60_000;

/** db/const.go:27 */
export const MAX_OVERWRITES = 10;

/** The code in every message, since the sandbox sends none. */
export const OTP_CODE = "123456";
