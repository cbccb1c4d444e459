import { existsSync } from "node:fs";
import path from "node:path";

/** A copy of tests/runtimes/apps with all that its lock file says, the packed tarball, and what was built of it. */
const folder = path.resolve(import.meta.dirname, "../../../build/runtimes");

/** Where the proxy runs, and how an application is started there: in <name>, told PORT and HOST. */
export interface Runtime {
  readonly name: string;
  readonly command: readonly string[];
}

const modules = (...file: string[]): string => path.join(folder, "node_modules", ...file);

/** Of a program that is a package for each kind of machine, the one that was installed. */
const installed = (...files: string[]): string =>
  files.map((file) => modules(file)).find((file) => existsSync(file)) ?? `none of ${files.join(", ")}`;

const bun = installed(
  "@oven/bun-linux-x64-baseline/bin/bun",
  "@oven/bun-linux-aarch64/bin/bun",
  "@oven/bun-darwin-aarch64/bin/bun",
);
const deno = installed(
  "@deno/linux-x64-glibc/deno",
  "@deno/linux-arm64-glibc/deno",
  "@deno/darwin-arm64/deno",
);

export const runtimes: readonly Runtime[] = [
  { name: "node", command: [process.execPath, "server.js"] },
  { name: "express", command: [process.execPath, "server.js"] },
  { name: "fastify", command: [process.execPath, "server.js"] },
  { name: "hono", command: [process.execPath, "server.js"] },
  { name: "next", command: [process.execPath, modules("next/dist/bin/next"), "start"] },
  { name: "workerd", command: [process.execPath, "serve.js"] },
  { name: "bun", command: [bun, "server.js"] },
  { name: "deno", command: [deno, "run", "--allow-net", "--allow-env", "--allow-read", "server.js"] },
];

export const folderOf = ({ name }: Runtime): string => path.join(folder, name);
