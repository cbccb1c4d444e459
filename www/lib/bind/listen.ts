export type Listen = <T extends keyof HTMLElementEventMap>(
  type: T,
  listener: (event: HTMLElementEventMap[T]) => void,
) => void;

/** Listeners on a tree that come before the application's own, and leave with the signal. */
export function listenOn(tree: Node, signal: AbortSignal): Listen {
  return (type, listener) =>
    tree.addEventListener(type, listener as (event: Event) => void, { capture: true, signal });
}
