import { defineConfig } from "vitest/config";

/** What `npm run engines` runs, in browsers that it installs. */
export default defineConfig({
  test: {
    include: ["tests/engines/**/*.spec.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
