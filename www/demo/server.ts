import { type Demo, startDemo } from "./demo";

const DEFAULT_PORT = 4173;

const demo = await start(Number(process.env["PORT"] ?? DEFAULT_PORT));
if (demo !== null) {
  console.log(`
  quota-gate demo: three made-up companies, each on another kind of platform

    votes, on Vocdoni                          ${demo.url}/
      and its own console, with forecasts      ${demo.url}/console
    data exports, on Didomi                    ${demo.url}/exports
    servers, on a cloud that is described      ${demo.url}/servers
    ways to wire it, with their source         ${demo.url}/wiring/html
      elements, react, vue, svelte             ${demo.url}/wiring/…

  The platforms behind them are local stand-ins at ${demo.sandbox.url};
  accounts and credentials are made up. Stop with Ctrl+C.
`);
  process.once("SIGINT", () => void demo.close());
  process.once("SIGTERM", () => void demo.close());
}

async function start(port: number): Promise<Demo | null> {
  try {
    return await startDemo({ port });
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    console.error(`Port ${port} is in use. Choose another one: PORT=4174 npm start`);
    process.exitCode = 1;
    return null;
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
