import { put } from "../bind/reference.js";
import type { Look } from "./look.js";
import { MARKS } from "./marks.js";
import type { Part } from "./shares.js";

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string>>;

const filled = <E extends Element>(element: E, attributes: Attributes, children: readonly Node[]): E => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const html = (document: Document, name: "div" | "span", attributes: Attributes, ...children: Node[]) =>
  filled(document.createElement(name), attributes, children);
const svg = (document: Document, name: string, attributes: Attributes, ...children: Node[]) =>
  filled(document.createElementNS(SVG, name), attributes, children);

/** The pieces of a meter, and what shows it on them. */
export const createPieces = (root: ShadowRoot): ((look: Look) => void) => {
  const { ownerDocument: document } = root;
  const label = html(document, "span", { part: "label", id: "label" });
  const sign = svg(document, "path", { "fill-rule": "evenodd" });
  const mark = svg(document, "svg", { part: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" }, sign);
  const word = html(document, "span", { part: "word" });
  const level = html(document, "span", { part: "level" }, mark, word);
  const used = svg(document, "rect", { part: "used", height: "100%" });
  const held = svg(document, "rect", { part: "held", height: "100%", fill: "url(#hatch)" });
  const forecast = svg(document, "rect", { part: "forecast", height: "100%" });
  const near = svg(document, "line", { part: "near", y1: "0", y2: "100%" });
  const bar = html(
    document,
    "div",
    { part: "bar", "aria-hidden": "true" },
    svg(document, "svg", { part: "track" }, hatch(document), used, held, forecast),
    svg(document, "svg", { part: "scale" }, near),
  );
  const left = html(document, "span", { part: "left", "aria-hidden": "true" });
  const figures = html(document, "div", { part: "figures" });
  const outlook = html(document, "div", { part: "outlook" });
  const head = html(document, "div", { part: "head" }, label, level);
  const meter = html(document, "div", { part: "meter" }, head, bar, left, figures, outlook);
  root.append(meter);

  return (look) => {
    const { shares, range } = look;
    put(meter, "data-level", look.level || "loading");
    put(meter, "data-measured", shares ? "" : null);
    write(label, look.label);
    write(word, look.word);
    write(left, look.left);
    write(figures, look.figures);
    write(outlook, look.outlook);
    put(sign, "d", look.level ? MARKS[look.level] : "");
    place(used, shares?.used);
    place(held, shares?.held);
    place(forecast, shares?.forecast);
    const tick = shares?.near ?? null;
    put(near, "visibility", tick === null ? "hidden" : null);
    put(near, "x1", percent(tick));
    put(near, "x2", percent(tick));
    put(meter, "role", range ? "meter" : "group");
    put(meter, "aria-labelledby", look.label ? "label" : null);
    put(meter, "aria-valuemin", range && "0");
    put(meter, "aria-valuemax", range && String(range.max));
    put(meter, "aria-valuenow", range && String(Math.min(Math.max(range.now, 0), range.max)));
    put(meter, "aria-valuetext", range && textOf(look));
  };
};

const textOf = ({ word, figures, outlook }: Look): string =>
  `${word}. ${figures}.${outlook ? ` ${outlook}` : ""}`;

const write = (element: Element, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};

const place = (rect: Element, part: Part | undefined): void => {
  put(rect, "x", percent(part?.from));
  put(rect, "width", percent(part?.length));
};

const percent = (hundredths: number | null | undefined): string => `${Number((hundredths ?? 0).toFixed(2))}%`;

/** What is held is neither used nor left. */
const hatch = (document: Document): Element => {
  const ground = svg(document, "rect", { part: "hatch-ground", width: "6", height: "6" });
  const stroke = svg(document, "rect", { part: "hatch-line", width: "3", height: "6" });
  const turned = { patternUnits: "userSpaceOnUse", width: "6", height: "6", patternTransform: "rotate(45)" };
  return svg(document, "defs", {}, svg(document, "pattern", { id: "hatch", ...turned }, ground, stroke));
};
