import { hexOf } from "./ids";

/** What the chain would know or compute; all of it made up, though stable. */
export const CHAIN_ID = "vocdoni-sandbox-1";

/** Names the votes of one voter in one election, overwrites too; the chain's own is a Keccak-256 hash. */
export function nullifierOf(address: string, electionId: string): string {
  return hexOf(`nullifier ${address}:${electionId}`);
}

export interface EncryptionKey {
  readonly index: number;
  readonly key: string;
}

/** One key that seals ballots; nobody can open them. */
export function encryptionKeys(electionId: string): readonly EncryptionKey[] {
  return [{ index: 0, key: hexOf(`encryption key ${electionId}`) }];
}
