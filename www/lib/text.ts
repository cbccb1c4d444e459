/**
 * TextDecoder and TextEncoder as the glue uses them, for documents that have none: Jest's jsdom. The build puts these in the place of the
 * global ones, which the glue wants as soon as it is imported.
 */
class Decoder {
  decode(bytes: Iterable<number> = []): string {
    const hex = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`);
    return decodeURIComponent(hex.join(""));
  }
}

class Encoder {
  encode(text: string): Uint8Array {
    const written = encodeURIComponent(text).replace(/%(..)/g, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return Uint8Array.from(written, (letter) => letter.charCodeAt(0));
  }

  encodeInto(text: string, into: Uint8Array): { written: number } {
    const bytes = this.encode(text);
    into.set(bytes);
    return { written: bytes.length };
  }
}

const { TextDecoder: ownDecoder = Decoder, TextEncoder: ownEncoder = Encoder } = globalThis as Partial<
  typeof globalThis
>;

export { ownDecoder as TextDecoder, ownEncoder as TextEncoder };
