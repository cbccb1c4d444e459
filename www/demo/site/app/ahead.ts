import type { Headroom } from "../../../lib/types.js";
import { amount, moment } from "./format.js";

/** When a limit will be reached, in a sentence; empty where there is nothing to say of it. */
export function aheadOf(room: Headroom | null): string {
  const forecast = room?.forecast ?? null;
  if (room === null || forecast === null || room.level === "disabled") return "";
  const { perDay, exhaustsAt, earliest, latest } = forecast;
  if (room.level === "exhausted" || room.level === "over") return "";
  if (perDay === 0) return "Not used in the time seen.";
  if (exhaustsAt === null) return `At this pace: ${rate(perDay)}.`;
  const reached = `At this pace: limit reached on ${moment(exhaustsAt)}`;
  if (earliest === null) return `${reached}.`;
  if (latest === null) return `${reached}, not before ${moment(earliest)}.`;
  return `${reached}, between ${moment(earliest)} and ${moment(latest)}.`;
}

/** So many a day, or a week where it's few. */
export function rate(perDay: number): string {
  const [units, per] = perDay >= 1 ? [perDay, "a day"] : [perDay * 7, "a week"];
  return `about ${amount(units >= 10 ? Math.round(units) : Math.round(units * 10) / 10)} ${per}`;
}
