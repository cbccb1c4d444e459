/** What `npm run release` writes beside a tarball. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hash } from "../../scripts/lib/hashes.mjs";
import { read, root, run } from "./support";

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly { expression: string }[];
  readonly hashes?: readonly { alg: string; content: string }[];
}
interface Sbom {
  readonly metadata: { component: Component };
  readonly components: readonly Component[];
}
interface Dependency {
  readonly name: string;
  readonly uri?: string;
  readonly digest: Readonly<Record<string, string>>;
}
interface Statement {
  readonly _type: string;
  readonly predicateType: string;
  readonly subject: readonly Dependency[];
  readonly predicate: { buildDefinition: { resolvedDependencies: readonly Dependency[] } };
}

let folder = "";
let output = "";
let sbom: Sbom;
let statement: Statement;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "quota-gate-metadata-"));
  writeFileSync(path.join(folder, "a.tgz"), "a");
  const script = `
    import { provenance } from "./scripts/lib/provenance.mjs";
    import { sbom } from "./scripts/lib/sbom.mjs";
    const [source, tarball] = process.argv.slice(1);
    const rust = { kind: "rustup", cargo: "cargo", env: {}, source: true };
    const made = { source, commit: "c0ffee", version: "1.2.3", rust, started: new Date(0), byproducts: [] };
    console.log(JSON.stringify([
      sbom(source, { version: "1.2.3", license: "MIT", rust: "1.95.0", sha256: "5ba" }),
      provenance([tarball], made),
    ]));`;
  const args = ["--input-type=module", "-e", script, root, path.join(folder, "a.tgz")];
  ({ output } = await run(process.execPath, args));
  [sbom, statement] = JSON.parse(output) as [Sbom, Statement];
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the SBOM", () => {
  test("is of the tarball", () => {
    const { purl, hashes } = sbom.metadata.component;
    expect({ purl, hashes }).toEqual({
      purl: "pkg:npm/quota-gate@1.2.3",
      hashes: [{ alg: "SHA-256", content: "5ba" }],
    });
  });

  test("has each crate that is compiled into the WebAssembly once, and std", () => {
    const names = sbom.components.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(
      expect.arrayContaining(["gloo-net", "js-sys", "serde", "wasm-bindgen", "web-sys", "std"]),
    );
    // What only tests, macros and other targets need isn't in it.
    for (const name of ["quota-gate", "proptest", "serde_json", "syn"]) expect(names).not.toContain(name);
  });

  test("says of each its licence, and the hash that is in Cargo.lock", () => {
    const lock = read("Cargo.lock");
    for (const { name, version, licenses, hashes } of sbom.components) {
      expect(licenses[0]?.expression, name).toMatch(/MIT|Apache-2\.0/);
      const checksum = `name = "${name}"\nversion = "${version}"\nsource`;
      if (name !== "std")
        expect(lock.split(checksum)[1]?.split("\n")[1], name).toBe(`checksum = "${hashes?.[0]?.content}"`);
    }
  });
});

describe("the provenance", () => {
  test("is an in-toto statement of SLSA's kind", () => {
    expect(statement._type).toBe("https://in-toto.io/Statement/v1");
    expect(statement.predicateType).toBe("https://slsa.dev/provenance/v1");
  });

  test("is of the files, by their hashes", () => {
    const file = path.join(folder, "a.tgz");
    const digest = { sha256: hash("sha256", file), sha512: hash("sha512", file) };
    expect(statement.subject).toEqual([{ name: "a.tgz", digest }]);
  });

  test("names what they were made of", () => {
    const made = statement.predicate.buildDefinition.resolvedDependencies;
    const digests = Object.fromEntries(made.map(({ name, digest }) => [name, digest]));
    expect(Object.keys(digests)).toEqual([
      "quota-gate",
      "Cargo.lock",
      "package-lock.json",
      "rustc",
      "wasm-bindgen",
      "binaryen",
      "esbuild",
    ]);
    expect(digests).toMatchObject({
      "quota-gate": { gitCommit: "c0ffee" },
      "Cargo.lock": { sha256: hash("sha256", path.join(root, "Cargo.lock")) },
      rustc: { gitCommit: expect.stringMatching(/^[0-9a-f]{40}$/) },
      esbuild: { sha512: expect.stringMatching(/^[0-9a-f]{128}$/) },
    });
  });
});

test("neither names a place on the machine", () => {
  expect(output).not.toContain(root);
  expect(output).not.toContain(folder);
});
