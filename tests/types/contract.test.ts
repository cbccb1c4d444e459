/** The public types, and what they promise of the modules that run. */
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { contract, values } from "./support/contract";
import { declarations, entries, root } from "./support/entries";

const at = (file: string): string => path.join(root, file);

describe("the public types are those of tests/types/golden (`npm run types -- --accept` writes them anew)", () => {
  for (const types of declarations) {
    test(types, async () => {
      const golden = path.join(import.meta.dirname, "golden", `${path.basename(types, ".d.ts")}.txt`);
      await expect(contract(at(types))).toMatchFileSnapshot(golden);
    });
  }
});

/** Read and not run: what is for workerd runs nowhere else. */
const exported = async (file: string): Promise<string[]> => {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    format: "esm",
    platform: "neutral",
    packages: "external",
    external: ["./*"],
    metafile: true,
    write: false,
    outdir: "out",
  });
  return Object.values(metafile.outputs)
    .flatMap((output) => output.exports)
    .sort();
};

describe("what runs exports exactly the values that its types declare", () => {
  for (const { name, types, files } of entries) {
    for (const file of files) {
      test(`${name}, ${file}`, { timeout: 60_000 }, async () => {
        expect(await exported(at(file))).toEqual(values(at(types)));
      });
    }
  }
});
