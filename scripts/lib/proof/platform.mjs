// @ts-check
import { tsImport } from "tsx/esm/api";

/** The sandbox, with an account that has its one organization, and what a gate says of another in Catalan. */
export async function platform() {
  const { startSandbox } = await tsImport("../../../www/sandbox/index.ts", import.meta.url);
  const sandbox = await startSandbox();
  return {
    url: /** @type {string} */ (sandbox.url),
    key: /** @type {string} */ (sandbox.credentials("free-tier").quotaKey),
    close: () => sandbox.close(),
  };
}

/** In a language that comes in a file of its own. */
export const DENIED = "No es pot crear en aquest moment. Poseu-vos en contacte amb l’equip de suport.";

/** @typedef {Awaited<ReturnType<typeof platform>>} Platform */
