/** How long a control is closed without a word while its first answer is under way. */
export interface Patience {
  readonly over: boolean;
  wait(waiting: boolean): void;
}

const limit = 500;

export function createPatience(ended: () => void): Patience {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    get over() {
      return over;
    },
    wait(waiting) {
      if (waiting) {
        timer ??= setTimeout(() => {
          over = true;
          ended();
        }, limit);
      } else {
        clearTimeout(timer);
        timer = undefined;
        over = false;
      }
    },
  };
}
