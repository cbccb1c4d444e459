import { defineConfig } from "vitest/config";
import { runtimes } from "./tests/runtimes/support/runtimes.ts";

/** The same suite in every runtime, which `npm test -- --only runtimes` has installed and built before. */
export default defineConfig({
  test: {
    // They mostly wait: for a program to start, and for what it asks.
    maxWorkers: 3,
    projects: runtimes.map((runtime) => ({
      test: {
        name: runtime.name,
        include: ["tests/runtimes/*.spec.ts"],
        provide: { runtime },
        testTimeout: 30_000,
        hookTimeout: 30_000,
        expect: { poll: { timeout: 15_000, interval: 20 } },
      },
    })),
  },
});
