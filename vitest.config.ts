import path from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

const exclude = [...configDefaults.exclude, "tests/proof/apps/**"];
/** What asks the core something. Which of the package's files it comes from is no matter to these. */
const decisions = [
  "arguments",
  "crossings",
  "custom*",
  "didomi",
  "exchanges",
  "explain",
  "fields",
  "forecast",
  "holds",
  "hydrate",
  "messages",
  "network",
  "pace",
  "persist",
  "plans",
  "providers",
  "recorded",
  "requests",
  "retries",
  "rules",
  "run",
  "shapes*",
  "tokens",
  "upkeep",
];

/** Enough for a machine that is busy with other things too. Without WebAssembly the longest take three times as long. */
const patience = { testTimeout: 30_000, hookTimeout: 30_000, expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  test: {
    // A golden that is missing is a failure too.
    update: "none",
    projects: [
      { test: { ...patience, name: "package", include: ["tests/**/*.test.ts"], exclude } },
      {
        resolve: { alias: [{ find: /^quota-gate$/, replacement: path.resolve("dist/js.js") }] },
        test: {
          ...patience,
          name: "without WebAssembly",
          include: decisions.map((name) => `tests/package/${name}.test.ts`),
          exclude,
          setupFiles: ["tests/package/without-wasm.ts"],
        },
      },
    ],
  },
});
