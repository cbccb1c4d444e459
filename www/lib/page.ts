/** What the page tells a gate while somebody listens to it. */
interface Ears {
  /** Someone looks at the page: it came to the front, back from the browser's memory, or out of sleep. */
  readonly attended: () => void;
  readonly online: () => void;
  /** It went out of sight. */
  readonly hidden: () => void;
}

/** Outside of a page, in a server or a worker, there is nothing to hide behind. */
export const isVisible = (): boolean =>
  typeof document === "undefined" || document.visibilityState !== "hidden";

/** Only what says no is believed: a machine that is connected to something may still reach nothing. */
export const isOffline = (): boolean => globalThis.navigator?.onLine === false;

/** Listens to the page. Returns the end of it. */
export const attend = ({ attended, online, hidden }: Ears): (() => void) => {
  if (typeof document === "undefined") return () => {};
  const leaving = new AbortController();
  const { signal } = leaving;
  const looked = () => (isVisible() ? attended() : hidden());
  document.addEventListener("visibilitychange", looked, { signal });
  for (const type of ["focus", "pageshow"]) addEventListener(type, looked, { signal });
  addEventListener("online", () => isVisible() && online(), { signal });
  return () => leaving.abort();
};
