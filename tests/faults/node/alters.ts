import type { Bench } from "../bench.js";
import { type Course, livesThrough } from "../lives.js";
import type { Row } from "../row.js";

/** Every answer is altered, until it is over. */
export const alters =
  (alter: Bench["alter"], course: Pick<Course, "code" | "asks" | "decides" | "sees">): Row<Bench>["run"] =>
  (bench) =>
    livesThrough(bench, {
      ...course,
      begin: () => {
        bench.alter = alter;
      },
      end: () => {
        bench.alter = JSON.parse;
      },
    });
