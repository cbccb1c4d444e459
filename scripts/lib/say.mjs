// @ts-check

/** An error whose message is a whole explanation: printed without a stack. */
export class Stop extends Error {}

/** @param {string} text */
export const heading = (text) => console.log(`\n== ${text}`);

/** @param {string} text */
export const note = (text) => console.log(`   ${text}`);

/** @param {string} text */
export const ok = (text) => console.log(` ✓ ${text}`);

/** @param {number} since a performance.now() */
export function took(since) {
  const seconds = (performance.now() - since) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
