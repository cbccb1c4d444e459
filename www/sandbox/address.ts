import { createHash } from "node:crypto";

/** 40 hex digits after an optional 0x; lower-cased, so that matching ignores case. */
export function parseAddress(text: string): string | null {
  const digits = /^(?:0[xX])?([0-9a-fA-F]{40})$/.exec(text)?.[1];
  return digits === undefined ? null : `0x${digits.toLowerCase()}`;
}

/** Bare hex, as process answers write addresses. */
export function bareHex(address: string): string {
  return address.slice(2);
}

/**
 * Mixed case in the manner of EIP-55. The real checksum hashes with Keccak-256, which Node lacks; SHA3-256 gives
 * another casing that is just as deterministic. Clients have to compare without case anyway.
 */
export function mixedCase(address: string): string {
  const digits = bareHex(address);
  const hash = createHash("sha3-256").update(digits).digest("hex");
  const cased = [...digits].map((digit, i) =>
    Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join("")}`;
}
