/** What is used is what the lock files say, on every machine. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { read, readJson, root, run, tracked } from "./support";

const named = (name: string): string[] => tracked.filter((file) => path.basename(file) === name);
const workspaces = readJson("package.json")["workspaces"] as string[];
/** A workspace has the lock of the whole. */
const packages = named("package.json").filter((file) => !workspaces.includes(path.dirname(file)));

describe("whoever depends on others has a lock file, and it is committed", () => {
  test.each(packages)("%s", (file) => {
    expect(tracked).toContain(path.join(path.dirname(file), "package-lock.json"));
  });

  test.each(named("Cargo.toml"))("%s", (file) => {
    expect(tracked).toContain(path.join(path.dirname(file), "Cargo.lock"));
  });
});

describe("a lock file names no machine's registry, and the hash of everything", () => {
  test.each(named("package-lock.json"))("%s", (file) => {
    const entries = readJson(file)["packages"] as Record<string, Readonly<Record<string, unknown>>>;
    const fetched = Object.entries(entries).filter(
      // What comes within another package has that one's hash.
      ([place, { link, inBundle }]) => place.includes("node_modules/") && !link && !inBundle,
    );
    expect(fetched.filter(([, { resolved }]) => resolved)).toEqual([]);
    expect(fetched.filter(([, { integrity }]) => !String(integrity).startsWith("sha512-"))).toEqual([]);
  });

  test.each(named("Cargo.lock"))("%s", (file) => {
    const crates = read(file).split("[[package]]").slice(1);
    const index = 'source = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "';
    // What has no source is the repository's own.
    expect(crates.filter((crate) => crate.includes("source =") && !crate.includes(index))).toEqual([]);
  });
});

describe("a lock file is in step with what it locks", { timeout: 120_000 }, () => {
  test.each(named("Cargo.toml"))("%s", async (file) => {
    const args = ["metadata", "--locked", "--format-version", "1", "--manifest-path", path.join(root, file)];
    const { code, output } = await run("cargo", args);
    expect(code, output.slice(-500)).toBe(0);
  });

  test("package.json", async () => {
    const { code, output } = await run("npm", ["ci", "--dry-run", "--offline", "--ignore-scripts"]);
    expect(code, output).toBe(0);
  });
});
