// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { read } from "./run.mjs";
import { Stop } from "./say.mjs";

/** @param {string} file */
const text = (file) => (existsSync(at(file)) ? readFileSync(at(file), "utf8") : "");

/** @param {string} lock Cargo's */
const locked = (lock) => /^name = "quota-gate"\nversion = "([^"]+)"/m.exec(text(lock))?.[1];

/** The version, everywhere that it stands. @returns {Record<string, string | undefined>} */
const versions = () => ({
  "package.json": JSON.parse(text("package.json")).version,
  "package-lock.json": JSON.parse(text("package-lock.json")).version,
  "Cargo.toml": /^version = "([^"]+)"/m.exec(text("Cargo.toml"))?.[1],
  "Cargo.lock": locked("Cargo.lock"),
  "tests/fuzz/Cargo.lock": locked("tests/fuzz/Cargo.lock"),
});

/**
 * What would be released.
 * @returns {{ version: string, commit: string }}
 */
export function candidate() {
  const commit = read("git", "rev-parse", "HEAD");
  if (!commit) throw new Stop("Nothing to release: this is no git repository, or it has no commit.");
  return { version: versions()["package.json"] ?? "", commit };
}

/**
 * What speaks against releasing it.
 * @param {string} version
 * @param {string | undefined} asked the version that was named instead of a tag
 */
export function objections(version, asked) {
  const found = Object.entries(versions());
  const changelog = text("CHANGELOG.md");
  const changed = (read("git", "status", "--porcelain") ?? "").split("\n").filter(Boolean);
  const tags = (read("git", "tag", "--points-at", "HEAD") ?? "").split("\n");
  /** @type {[boolean, string][]} */
  const rules = [
    [changed.length > 0, `the tree isn't clean: ${changed.map((line) => line.trim()).join(", ")}`],
    [
      found.some(([, its]) => its !== version),
      `versions differ: ${found.map(([file, its]) => `${file} has ${its ?? "none"}`).join(", ")}`,
    ],
    [!heading(changelog, version), `CHANGELOG.md has no "## ${version}"`],
    [unreleased(changelog), 'CHANGELOG.md has lines under "## Unreleased", which belong to a version'],
    [asked !== undefined && asked !== version, `${asked} was asked for, and package.json has ${version}`],
    [
      asked === undefined && !tags.includes(`v${version}`),
      `HEAD has no tag v${version}, and no version was named: npm run release -- ${version}`,
    ],
  ];
  return rules.flatMap(([applies, objection]) => (applies ? [objection] : []));
}

/** @param {string} changelog @param {string} version */
const heading = (changelog, version) =>
  changelog.split("\n").some((line) => line === `## ${version}` || line.startsWith(`## ${version} `));

/** @param {string} changelog */
const unreleased = (changelog) => /^## Unreleased\n+[^#\s]/m.test(changelog);
