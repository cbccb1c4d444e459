// @ts-check
import { build } from "./build.mjs";
import { browser } from "./lib/browser.mjs";
import { at } from "./lib/paths.mjs";
import { main, must } from "./lib/run.mjs";
import { heading, ok } from "./lib/say.mjs";

/** The README's pictures, from the end-to-end run that looks at the same pages. */
await main(import.meta.filename, async () => {
  await build();
  const env = { ...(await browser()), PICTURES: "keep" };
  heading("Pictures");
  await must(
    "Taking the pictures",
    at("node_modules/.bin/playwright"),
    ["test", "pictures", "--reporter=line"],
    { env },
  );
  ok("docs/pictures is what the demo looks like now");
});
