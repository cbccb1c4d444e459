import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // A golden that is missing is a failure too.
    update: "none",
    exclude: [...configDefaults.exclude, "tests/proof/apps/**"],
  },
});
