import { randomBytes } from "node:crypto";

/** A vote as relayed: SignedTx { tx: Tx { vote: VoteEnvelope { processId, nullifier } } }, without a real ballot in it. */
export function testBallot(electionId: string): string {
  const vote = Buffer.concat([field(2, Buffer.from(electionId, "hex")), field(5, randomBytes(32))]);
  return field(1, field(1, vote)).toString("hex");
}

/** A length-delimited protobuf field; up to 127 bytes. */
function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
}
