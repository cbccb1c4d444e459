import type { Level } from "../types.js";

/** A mark for each level, in a box of 16 by 16: shapes that differ, whatever their colours. */
export const MARKS: Readonly<Record<Level | "loading", string>> = {
  // A disc with a tick.
  ok: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1.2 10.4L3.7 8.3l1.2-1.2 1.9 1.9 4.3-4.3 1.2 1.2Z",
  // A triangle with an exclamation mark.
  near: "M8 1.2 15.6 14.6H.4ZM7.1 5.6v4.6h1.8V5.6ZM7.1 11.3v1.8h1.8v-1.8Z",
  // A square with a bar.
  exhausted: "M1.5 1.5h13v13h-13ZM4 7v2h8V7Z",
  // A diamond with an arrow upwards.
  over: "M8 .3 15.7 8 8 15.7.3 8ZM8 3.7 4.6 7.4h2.5v4.4h1.8V7.4h2.5Z",
  // A loop.
  unlimited:
    "M4.4 4.3C2.2 4.3.5 6 .5 8s1.7 3.7 3.9 3.7c1.6 0 2.7-1 3.6-2.1.9 1.1 2 2.1 3.6 2.1 2.2 0 3.9-1.7 3.9-3.7s-1.7-3.7-3.9-3.7c-1.6 0-2.7 1-3.6 2.1C7.1 5.3 6 4.3 4.4 4.3Zm0 1.8c1 0 1.8.8 2.5 1.9-.7 1.1-1.5 1.9-2.5 1.9-1.2 0-2.1-.9-2.1-1.9s.9-1.9 2.1-1.9Zm7.2 0c1.2 0 2.1.9 2.1 1.9s-.9 1.9-2.1 1.9c-1 0-1.8-.8-2.5-1.9.7-1.1 1.5-1.9 2.5-1.9Z",
  // A ring with a question mark.
  unknown:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.5a5.5 5.5 0 1 1 0 11A5.5 5.5 0 0 1 8 2.5ZM5.5 6.7a2.5 2.5 0 1 1 3.6 2.2c-.2.1-.3.2-.3.4v.3H7.2v-.6c0-.7.4-1.2 1-1.5a.9.9 0 1 0-1.1-.8ZM7.2 10.4V12h1.6v-1.6Z",
  // A ring, struck through.
  disabled:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.7c1.2 0 2.3.4 3.2 1.1l-7.4 7.4A5.3 5.3 0 0 1 8 2.7Zm4.2 2.1A5.3 5.3 0 0 1 4.8 12.2Z",
  // Three dots.
  loading: "M1 6.5h3v3H1ZM6.5 6.5h3v3h-3ZM12 6.5h3v3h-3Z",
};
