declare global {
  interface Window {
    faults: string[];
    /** How many WebAssembly modules run. */
    instances: number;
  }
}

/** Sent to a page before its scripts. Two of the three drivers don't tell what is on the console. */
const watch = (): void => {
  window.faults = [];
  const note = (...words: unknown[]) => window.faults.push(words.map(String).join(" "));
  addEventListener(
    "error",
    ({ target, message, error }) => {
      if (target instanceof Element) note("not loaded:", target.outerHTML);
      else note(message, error?.stack ?? "");
    },
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => note("unhandled:", reason));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    note("refused by the policy:", violatedDirective, blockedURI),
  );
  for (const level of ["error", "warn"] as const) {
    const { [level]: write } = console;
    console[level] = (...words: unknown[]) => {
      note(`console.${level}:`, ...words);
      write.apply(console, words);
    };
  }
  window.instances = 0;
  for (const name of ["instantiate", "instantiateStreaming"] as const) {
    const make = WebAssembly[name] as (...given: unknown[]) => Promise<unknown>;
    (WebAssembly as Record<string, unknown>)[name] = async (...given: unknown[]) => {
      const made = await make(...given);
      window.instances += 1;
      return made;
    };
  }
};

export const WATCH = `(${watch})();`;
