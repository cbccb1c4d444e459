/** What `npm run release` refuses, in a repository that has what it looks at and nothing else. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { differences } from "../../scripts/lib/hashes.mjs";
import { type Ended, readJson, root, run } from "./support";

const version = String(readJson("package.json")["version"]);
const git = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
const identity = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];

let folder = "";
const inGit = (...args: string[]) =>
  execFileSync(git, [...identity, ...args], { cwd: folder, stdio: "pipe" });
const edit = (file: string, change: (text: string) => string): void => {
  const place = path.join(folder, file);
  writeFileSync(place, change(readFileSync(place, "utf8")));
};
const commit = (): void => {
  inGit("add", "-A");
  inGit("commit", "--quiet", "--allow-empty", "--message", "all");
};

/** With git and Node alone, so that what isn't refused ends where npm's packages would be installed. */
const release = (...args: string[]): Promise<Ended> =>
  run(process.execPath, ["scripts/release.mjs", ...args], {
    cwd: folder,
    env: { PATH: path.join(folder, ".bin") },
  });
const goesOn = { code: 1, output: expect.stringContaining("npm is missing") };
const refuses = (why: string) => ({ code: 1, output: expect.stringContaining(why) });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "quota-gate-release-test-"));
  for (const file of [
    "scripts",
    "package.json",
    "package-lock.json",
    "Cargo.toml",
    "Cargo.lock",
    "tests/fuzz/Cargo.lock",
  ]) {
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  }
  writeFileSync(
    path.join(folder, "CHANGELOG.md"),
    `# Changelog\n\n## Unreleased\n\n## ${version}\n\n- All.\n`,
  );
  writeFileSync(path.join(folder, ".gitignore"), "/.bin\n/build\n");
  mkdirSync(path.join(folder, ".bin"));
  symlinkSync(git, path.join(folder, ".bin/git"));
  inGit("init", "--quiet");
  commit();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("goes on", { timeout: 30_000 }, () => {
  test("at the version's tag", async () => {
    inGit("tag", `v${version}`);
    expect(await release()).toEqual(goesOn);
  });

  test("where the version is named", async () => {
    expect(await release(version)).toEqual(goesOn);
  });

  test("whatever speaks against it, when it only tries", async () => {
    edit("CHANGELOG.md", () => "");
    expect(await release("--dry-run")).toEqual(goesOn);
  });
});

describe("refuses", { timeout: 30_000 }, () => {
  test("what has neither a tag nor a named version", async () => {
    expect(await release()).toEqual(refuses(`HEAD has no tag v${version}, and no version was named`));
  });

  test("another version than the package's", async () => {
    expect(await release("99.0.0")).toEqual(refuses(`99.0.0 was asked for, and package.json has ${version}`));
  });

  test("what isn't committed", async () => {
    edit("CHANGELOG.md", (text) => `${text}\n`);
    expect(await release(version)).toEqual(refuses("the tree isn't clean: M CHANGELOG.md"));
  });

  test("what isn't known to git", async () => {
    writeFileSync(path.join(folder, "left-over"), "");
    expect(await release(version)).toEqual(refuses("the tree isn't clean: ?? left-over"));
  });

  test.each(["Cargo.toml", "Cargo.lock", "tests/fuzz/Cargo.lock", "package-lock.json"])(
    "another version in %s",
    async (file) => {
      edit(file, (text) =>
        text.replace(/((?:"quota-gate",\s+"|"quota-gate"\n)version"?(?:: | = )")[^"]+/, "$199.0.0"),
      );
      commit();
      expect(await release(version)).toEqual(refuses(`${file} has 99.0.0`));
    },
  );

  test("a version that the changelog doesn't have", async () => {
    edit("CHANGELOG.md", (text) => text.replace(`## ${version}\n`, `## ${version}9\n`));
    commit();
    expect(await release(version)).toEqual(refuses(`CHANGELOG.md has no "## ${version}"`));
  });

  test("what the changelog has under no version", async () => {
    edit("CHANGELOG.md", (text) => text.replace("## Unreleased\n", "## Unreleased\n\n- More.\n"));
    commit();
    expect(await release(version)).toEqual(refuses('lines under "## Unreleased"'));
  });

  test("words that mean nothing to it", async () => {
    expect(await release("--publish")).toEqual(refuses("and not --publish"));
  });

  test("what is no repository", async () => {
    rmSync(path.join(folder, ".git"), { recursive: true });
    expect(await release(version)).toEqual(refuses("no git repository"));
  });
});

test("two builds differ by what isn't the same in both, or isn't in both", () => {
  const one = new Map([
    ["a.js", "1"],
    ["b.js", "2"],
    ["c.js", "3"],
  ]);
  const other = new Map([
    ["a.js", "1"],
    ["b.js", "4"],
    ["d.js", "5"],
  ]);
  expect(differences(one, other)).toEqual(["b.js", "c.js", "d.js"]);
  expect(differences(one, new Map(one))).toEqual([]);
});
