import { expect, test } from "vitest";
import { written } from "../../scripts/lib/readme.mjs";
import { GUIDE, loadRecord, loadText, PLACE } from "../bench/proxy/record.js";

test("what the guide says of load is what docs/proxy-load.json has", () => {
  expect(written(PLACE, GUIDE)).toBe(loadText(loadRecord()));
});
