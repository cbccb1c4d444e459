/** What the two packages are, for npm and for crates.io. tests/e2e/install.spec.ts has what is in npm's. */
import { expect, test } from "vitest";
import { readJson, run, tracked } from "./support";

const manifest = readJson("package.json");

test("npm's depends on nothing, and runs nothing where it is installed", () => {
  const { scripts } = manifest as { scripts: Record<string, string> };
  for (const field of ["dependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies"]) {
    expect(manifest).not.toHaveProperty(field);
  }
  for (const script of ["preinstall", "install", "postinstall", "prepare"])
    expect(scripts).not.toHaveProperty(script);
});

test("the crate is its sources, its licences and two pages", { timeout: 60_000 }, async () => {
  const { output } = await run("cargo", ["package", "--list", "--allow-dirty", "--offline", "--quiet"]);
  const files = output.split("\n").filter((line) => line && !line.startsWith(".cargo_vcs_info"));
  const pages = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
  ];
  const sources = tracked.filter((file) => file.startsWith("src/"));
  expect(files.sort()).toEqual([...pages, ...sources].sort());
});
