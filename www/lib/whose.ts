import type { Platform } from "./provider.js";

/** FNV-1a, 32 bits (RFC 9923), from a start of its own: two make a name that nobody reads an account from. */
const hash = (text: string, start: number): string => {
  let value = start;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 0).toString(36);
};

/** A name for whose quota it is, by which platform's rules, and for storage and tabs at which address. */
export const whose = (identity: string | undefined, { name, settings }: Platform, url = ""): string => {
  const text = JSON.stringify([identity, name, settings, url]);
  return hash(text, 0x811c9dc5) + hash(text, 0x1234567);
};
