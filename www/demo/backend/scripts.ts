import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { transform } from "esbuild";
import { Router } from "express";

/** The pages' TypeScript as JavaScript: types are taken out, nothing is bundled. */
export function scripts(folder: string): Router {
  const router = Router();
  const ready = new Map<string, Promise<string>>();
  router.get("/:name.js", async (req, res, next) => {
    const { name } = req.params;
    if (!/^[a-z-]+$/.test(name)) return next();
    const code = ready.get(name) ?? compile(resolve(folder, `${name}.ts`));
    ready.set(name, code);
    try {
      res.set("Content-Type", "text/javascript; charset=utf-8").send(await code);
    } catch (error) {
      ready.delete(name);
      if (isMissing(error)) next();
      else next(error);
    }
  });
  return router;
}

async function compile(file: string): Promise<string> {
  const { code } = await transform(await readFile(file, "utf8"), { loader: "ts", target: "es2022" });
  return code;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
