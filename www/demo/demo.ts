import { createServer } from "node:http";
import { resolve } from "node:path";
import { listen } from "../loopback";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/index";
import { createApp } from "./backend/app";
import { Stage } from "./backend/stage";

export interface DemoOptions {
  /** 0, the default, is any free port. */
  readonly port?: number;
  /** How the stand-in for the platform behaves: its port, its clock, how long jobs take. */
  readonly sandbox?: SandboxOptions;
  /** The built package. Default the repository's dist/. */
  readonly dist?: string;
}

export interface Demo {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** The company hears that something was done on a platform without it: its next answers are from after that. */
  forget(): void;
  close(): Promise<void>;
}

const DIST = resolve(import.meta.dirname, "../../dist");

/** The platform's stand-in, and a customer of it with a back end and pages, both for this machine only. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  // Codes count at once here, so that the refresh that follows an action shows it.
  const sandbox = await startSandbox({ otpMs: 0, ...options.sandbox });
  try {
    const { app, forget } = await createApp(new Stage(sandbox), options.dist ?? DIST);
    const { url, close } = await listen(createServer(app), options.port ?? 0);
    return { url, sandbox, forget, close: async () => void (await Promise.all([close(), sandbox.close()])) };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}
