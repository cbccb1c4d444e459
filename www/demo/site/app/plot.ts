import {
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "/vendor/chart.js";
import { amount, dayOf, moment } from "./format.js";

Chart.register(Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Lines {
  readonly used: readonly Point[];
  readonly limit: readonly Point[];
  readonly forecast: readonly Point[];
  /** The range of the forecast: its early and its late edge, at the same times. */
  readonly early: readonly Point[];
  readonly late: readonly Point[];
  readonly from: number;
  readonly to: number;
  /** Does the scale begin at nothing used? */
  readonly fromZero: boolean;
}

const DAY = 86_400_000;
/** The width that a tick's date takes, with a gap. */
const TICK = 72;
const EVERY = [1, 2, 3, 7, 14, 28, 56];

/** Draws lines over time. Colours are those of the legend's swatches, whatever the theme. */
export class Plot {
  readonly #canvas: HTMLCanvasElement;
  readonly #legend: HTMLElement;
  #chart: Chart<"line", Point[]> | null = null;
  #lines: Lines | null = null;

  constructor(canvas: HTMLCanvasElement, legend: HTMLElement) {
    this.#canvas = canvas;
    this.#legend = legend;
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.#draw());
    }
  }

  show(lines: Lines): void {
    this.#lines = lines;
    this.#draw();
  }

  #draw(): void {
    if (this.#lines === null) return;
    this.#chart ??= this.#make();
    const { used, limit, forecast, early, late, from, to, fromZero } = this.#lines;
    for (const [name, line] of Object.entries({ limit, forecast, range: early })) {
      const entry = this.#legend.querySelector(`.${name}`)?.closest("li");
      if (entry) entry.hidden = line.length === 0;
    }
    const [usedColour, limitColour, forecastColour, rangeColour] = ["used", "limit", "forecast", "range"].map(
      (name) => this.#colour(name),
    );
    const datasets = [
      { ...line("Used", used, usedColour), borderWidth: 2.5, pointHoverRadius: 4, pointHitRadius: 12 },
      { ...line("Limit", limit, limitColour), borderWidth: 2 },
      { ...line("Forecast", forecast, forecastColour), borderWidth: 2, borderDash: [7, 5] },
      { ...line("", early, rangeColour), borderWidth: 1, fill: "+1", backgroundColor: hatched(rangeColour) },
      { ...line("", late, rangeColour), borderWidth: 1 },
    ];
    const { options, data } = this.#chart;
    const style = getComputedStyle(this.#canvas);
    const text = style.color;
    const grid = style.borderBlockStartColor;
    options.font = { family: style.fontFamily, size: 13 };
    options.scales = {
      x: {
        type: "linear",
        min: from,
        max: to,
        grid: { display: false },
        border: { color: grid },
        ticks: { color: text, maxRotation: 0, callback: (at) => dayOf(Number(at)) },
        afterBuildTicks: (scale) => {
          scale.ticks = midnights(from, to, scale.chart.width / TICK).map((value) => ({ value }));
        },
      },
      y: {
        beginAtZero: fromZero,
        grid: { color: grid },
        border: { display: false },
        ticks: { color: text, maxTicksLimit: 6, precision: 0, callback: (units) => amount(Number(units)) },
      },
    };
    data.datasets = datasets;
    this.#chart.update("none");
  }

  #make(): Chart<"line", Point[]> {
    return new Chart<"line", Point[]>(this.#canvas, {
      type: "line",
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        maintainAspectRatio: false,
        interaction: { mode: "nearest", axis: "x", intersect: false },
        plugins: {
          tooltip: {
            displayColors: false,
            filter: ({ datasetIndex }) => datasetIndex === 0,
            callbacks: {
              title: ([item]) => (item ? moment(Number(item.parsed.x)) : ""),
              label: ({ parsed }) => `${amount(Number(parsed.y))} used`,
            },
          },
        },
      },
    });
  }

  #colour(name: string): string {
    const swatch = this.#legend.querySelector(`.${name}`);
    return getComputedStyle(swatch ?? this.#legend).color;
  }
}

function line(label: string, points: readonly Point[], colour = "") {
  return {
    label,
    data: [...points],
    borderColor: colour,
    pointBackgroundColor: colour,
    pointRadius: 0,
    fill: false as const,
  };
}

/** Stripes: a range is told from a line by more than its colour. */
function hatched(colour = ""): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 8;
  tile.height = 8;
  const pen = tile.getContext("2d");
  if (pen === null) return colour;
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.globalAlpha = 0.14;
  pen.fillRect(0, 0, 8, 8);
  pen.globalAlpha = 0.55;
  pen.beginPath();
  for (const start of [-8, 0, 8]) {
    pen.moveTo(start, 8);
    pen.lineTo(start + 8, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat") ?? colour;
}

/** Days at their beginning, as many as there is room for. */
function midnights(from: number, to: number, most: number): number[] {
  const every = EVERY.find((days) => (to - from) / (days * DAY) <= Math.min(most, 9)) ?? 56;
  const first = new Date(from);
  first.setHours(24, 0, 0, 0);
  const ticks: number[] = [];
  for (const at = first; at.getTime() <= to; at.setDate(at.getDate() + every)) ticks.push(at.getTime());
  return ticks;
}
