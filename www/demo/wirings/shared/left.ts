/** Null is not known. */
export function leftOf({ remaining }: { remaining: number | null }): string {
  if (remaining === null) return "not known";
  return Number.isFinite(remaining) ? String(remaining) : "no limit";
}
