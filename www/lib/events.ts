/** Listeners of one kind. One that throws is reported and doesn't keep the others from hearing. */
export const listeners = <T>() => {
  const all = new Set<{ hear: (value: T) => void }>();
  return {
    get size() {
      return all.size;
    },
    add(hear: (value: T) => void): () => void {
      // The same function may listen twice, and leaves one by one.
      const entry = { hear };
      all.add(entry);
      return () => all.delete(entry);
    },
    tell(value: T): void {
      for (const { hear } of [...all]) {
        try {
          hear(value);
        } catch (error) {
          report(error);
        }
      }
    },
    clear(): void {
      all.clear();
    },
  };
};

/** As an uncaught error would be: in the console and to `window.onerror`, and nothing else stops. */
export const report = (error: unknown): void => {
  if (typeof reportError === "function") reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
};
