// @ts-check
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { candidate, objections } from "./lib/candidate.mjs";
import { differences, hash } from "./lib/hashes.mjs";
import { at, root } from "./lib/paths.mjs";
import { provenance } from "./lib/provenance.mjs";
import { main } from "./lib/run.mjs";
import { compiler } from "./lib/rust.mjs";
import { heading, note, ok, Stop, took } from "./lib/say.mjs";
import { sbom } from "./lib/sbom.mjs";
import { buildFromScratch } from "./lib/scratch.mjs";
import { setup } from "./setup.mjs";

/** @typedef {import("./lib/scratch.mjs").Made} Made */

/** `[version] [--dry-run]` */
function asked() {
  const words = process.argv.slice(2);
  const versions = words.filter((word) => /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(word));
  const unknown = words.filter((word) => word !== "--dry-run" && !versions.includes(word));
  if (unknown.length || versions.length > 1) {
    throw new Stop(
      `npm run release takes a version and --dry-run, and not ${unknown.join(" ") || "two versions"}.`,
    );
  }
  return { named: versions[0], dryRun: words.includes("--dry-run") };
}

/** Two folders that have no length, two environments that have no language and no time in common. */
const places = [
  { folder: "a", env: { TZ: "UTC", LC_ALL: "C.UTF-8" } },
  { folder: "another/place/whose/path/is/longer", env: { TZ: "Pacific/Kiritimati", LC_ALL: "C" } },
];

/** @param {Made} one @param {Made} other */
function compare(one, other) {
  const differ = differences(one.files, other.files);
  if (differ.length) throw new Stop(`Two builds of one commit differ: ${differ.join(", ")}.`);
  for (const kind of /** @type {const} */ (["tarball", "crate"])) {
    if (hash("sha256", one[kind]) === hash("sha256", other[kind])) continue;
    throw new Stop(`Two builds of one commit have the same files, and not the same ${kind}.`);
  }
  ok(`two builds from scratch are the same, byte for byte: ${one.files.size} files, tarball and crate`);
}

/** @param {string} folder @param {string[]} files */
function writeSums(folder, files) {
  for (const algorithm of /** @type {const} */ (["sha256", "sha512"])) {
    const lines = files.map((file) => `${hash(algorithm, file)}  ${basename(file)}\n`);
    writeFileSync(join(folder, `${algorithm.toUpperCase()}SUMS`), lines.join(""));
  }
}

/** @param {string} file @param {unknown} value */
function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
  return file;
}

await main(import.meta.filename, async () => {
  const { named, dryRun } = asked();
  const { version, commit } = candidate();
  const against = objections(version, named);
  for (const objection of against) note(`✗ ${objection}`);
  if (against.length && !dryRun) throw new Stop(`${version} can't be released: see above.`);
  const started = new Date();
  const since = performance.now();
  const { rust } = await setup();
  const scratch = mkdtempSync(join(tmpdir(), "quota-gate-release-"));
  try {
    /** @type {Made[]} */
    const builds = [];
    for (const { folder, env } of places) {
      heading(`${version} from scratch, ${builds.length + 1} of ${places.length}`);
      builds.push(await buildFromScratch(commit, join(scratch, folder), env));
    }
    heading("Release");
    const [made, again] = builds;
    if (!made || !again) throw new Stop("One build compares with nothing.");
    compare(made, again);

    const folder = at("build/release", dryRun ? "dry-run" : version);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const [tarball, crate] = [made.tarball, made.crate].map((file) => join(folder, basename(file)));
    if (!tarball || !crate) throw new Stop("Packing made nothing.");
    copyFileSync(made.tarball, tarball);
    copyFileSync(made.crate, crate);
    const { license, repository } = JSON.parse(readFileSync(join(made.source, "package.json"), "utf8"));
    const { release } = compiler(rust);
    const inside = sbom(made.source, { version, license, rust: release, sha256: hash("sha256", tarball) });
    const bill = writeJson(join(folder, `quota-gate-${version}.sbom.json`), inside);
    const facts = { source: made.source, commit, version, rust, started, byproducts: [bill] };
    const statement = join(folder, `quota-gate-${version}.provenance.json`);
    writeJson(statement, provenance([tarball, crate], facts));
    writeSums(folder, [tarball, crate, bill, statement]);

    for (const line of readFileSync(join(folder, "SHA256SUMS"), "utf8").trim().split("\n")) note(line);
    ok(`${relative(root, folder)} (${took(since)})${dryRun ? ": a dry run, not to be published" : ""}`);
    if (dryRun) return;
    heading("Nothing was published, and nothing is signed: that takes a CI with an identity (OIDC). There:");
    note(`npm publish ${relative(root, tarball)} --provenance`);
    note("cargo publish --locked");
    if (!repository)
      note("npm's --provenance wants `repository` in package.json, which it doesn't name yet.");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
