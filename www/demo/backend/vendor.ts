import { build } from "esbuild";
import { Router } from "express";

/** As much of Chart.js as the console draws with, as one file: its own files import each other by bare names. */
const CHART = `export {
  Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip,
} from "chart.js";`;

/** What pages use of others' packages. */
export function vendor(): Router {
  const router = Router();
  let ready: Promise<string> | undefined;
  router.get("/chart.js", async (_req, res) => {
    ready ??= bundled(CHART);
    res.set("Content-Type", "text/javascript; charset=utf-8").send(await ready);
  });
  return router;
}

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
