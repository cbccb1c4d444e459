import type { Fault } from "../../../www/sandbox/index";
import { type Course, livesThrough } from "../lives";
import type { Row } from "../row";
import type { Noise, Stage } from "../stage";

export interface Meeting extends Pick<Course, "code" | "asks" | "decides" | "atFirst"> {
  readonly fault: Fault;
  /** What Chromium says of it. */
  readonly noise?: Noise;
  readonly notice?: (stage: Stage) => Promise<unknown>;
  readonly also?: (stage: Stage) => unknown;
}

/** Every request meets the fault, until it is over. */
export const meets =
  ({ fault, noise, notice, also, ...course }: Meeting): Row<Stage>["run"] =>
  (stage) =>
    livesThrough(stage, {
      ...course,
      begin: () => stage.arm(fault, ...(noise === undefined ? [] : [noise])),
      end: () => stage.disarm(),
      ...(notice && { notice: () => notice(stage) }),
      ...(also && { also: () => also(stage) }),
    });

/** While it lasts, the page's clock goes on by such steps for as long as the gate waits. */
export const waiting = async (stage: Stage, step: number, course: Course): Promise<Course> => {
  await stage.page.clock.install();
  const going = (step: number, act: () => unknown) => () => {
    stage.step = step;
    return act();
  };
  return { ...course, begin: going(step, course.begin), end: going(0, course.end) };
};
