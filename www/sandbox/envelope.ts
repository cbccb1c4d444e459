import { nullifierOf } from "./chain";
import { ApiError } from "./errors";

/** What a relayed vote says about itself, read from its protobuf without opening the ballot. */
export interface Envelope {
  readonly processId: string;
  /** Its own, or that of the voter's address in the signature it was given; process_vote.go, voteNullifier. */
  readonly nullifier: string | undefined;
}

/** Field numbers of the vochain's protobuf messages SignedTx, Tx, VoteEnvelope, Proof, ProofCA and CAbundle. */
const SIGNED_TX = { tx: 1 } as const;
const TX = { vote: 1 } as const;
const VOTE = { processId: 2, proof: 3, nullifier: 5 } as const;
const PROOF = { ca: 5 } as const;
const CA = { bundle: 2 } as const;
const BUNDLE = { address: 2 } as const;

const UNREADABLE = "could not decode tx";

export function readEnvelope(payload: Buffer): Envelope {
  const tx = fields(payload, "could not decode signed tx").get(SIGNED_TX.tx) ?? Buffer.alloc(0);
  const vote = fields(tx, UNREADABLE).get(TX.vote);
  if (vote === undefined) throw new ApiError("invalidTxFormat", "not a vote tx");
  const parts = fields(vote, UNREADABLE);
  const processId = parts.get(VOTE.processId)?.toString("hex") ?? "";
  if (processId === "") throw new ApiError("invalidTxFormat", "vote has no process id");
  const own = parts.get(VOTE.nullifier)?.toString("hex") ?? "";
  return { processId, nullifier: own === "" ? nullifierFor(parts, processId) : own };
}

function nullifierFor(vote: Map<number, Buffer>, processId: string): string | undefined {
  let part = vote.get(VOTE.proof);
  for (const field of [PROOF.ca, CA.bundle, BUNDLE.address]) {
    part = part === undefined ? undefined : fields(part, UNREADABLE).get(field);
  }
  return part === undefined ? undefined : nullifierOf(part.toString("hex"), processId);
}

/** The length-delimited fields of a message; of a repeated one the last. */
function fields(message: Buffer, problem: string): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  const reader = new Reader(message, problem);
  while (!reader.atEnd) {
    const tag = reader.varint();
    const bytes = reader.value(tag & 7);
    if (bytes !== null) found.set(tag >>> 3, bytes);
  }
  return found;
}

class Reader {
  readonly #bytes: Buffer;
  readonly #problem: string;
  #at = 0;

  constructor(bytes: Buffer, problem: string) {
    this.#bytes = bytes;
    this.#problem = problem;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#take(1)[0] ?? 0;
      if (shift < 49) value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw this.#error();
  }

  /** The bytes of a length-delimited value; null for the other wire types, which are skipped. */
  value(wireType: number): Buffer | null {
    switch (wireType) {
      case 0:
        this.varint();
        return null;
      case 1:
        this.#take(8);
        return null;
      case 2:
        return this.#take(this.varint());
      case 5:
        this.#take(4);
        return null;
      default:
        throw this.#error();
    }
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw this.#error();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  #error(): ApiError {
    return new ApiError("invalidTxFormat", `${this.#problem}: proto: cannot parse invalid wire-format data`);
  }
}
