import { vi } from "vitest";

/** Until it no longer throws, on a machine that is busy with other things too. */
export const eventually = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 15_000 });
