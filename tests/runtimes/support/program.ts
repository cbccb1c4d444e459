import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../scripts/lib/port.mjs";
import { folderOf, type Runtime } from "./runtimes";

/** Reports to nobody, and asks nobody for a newer version. */
const QUIET = { CI: "1", NEXT_TELEMETRY_DISABLED: "1", DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" };

/** A server in a process of its own. */
export class Program {
  readonly url: string;
  printed = "";
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.printed += text;
      });
    }
  }

  /** Until it answers, with 404 at its root. */
  static async start(runtime: Runtime, env: Readonly<Record<string, string>>): Promise<Program> {
    const port = String(await freePort());
    const [command = "", ...args] = runtime.command;
    const { PATH = "", HOME = "" } = process.env;
    const child = spawn(command, args, {
      cwd: folderOf(runtime),
      env: { PATH, HOME, NODE_ENV: "production", ...QUIET, ...env, PORT: port, HOST: "127.0.0.1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const program = new Program(`http://127.0.0.1:${port}`, child);
    let failure: unknown;
    child.on("error", (error) => {
      failure = error;
    });
    while ((await fetch(program.url).catch(() => null))?.status !== 404) {
      if (failure) throw failure;
      if (program.ending) throw new Error(`${runtime.name} ${program.ending}: ${program.printed}`);
      await sleep(25);
    }
    return program;
  }

  /** How it ended, where it has. */
  get ending(): string | null {
    const { exitCode, signalCode } = this.#process;
    return exitCode === null && signalCode === null ? null : `ended with ${exitCode ?? signalCode}`;
  }

  async stop(): Promise<void> {
    if (this.ending) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
  }
}
