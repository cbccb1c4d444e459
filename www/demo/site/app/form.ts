export interface Submission {
  readonly data: FormData;
  readonly submitter: HTMLElement | null;
}

export interface FormOptions {
  readonly working: string;
  /** Does it; answers with what to say. */
  readonly act: (submission: Submission) => Promise<string>;
  readonly explain: (failure: unknown) => string;
  /** Afterwards, whether it went well or not. What went well is said when it shows. */
  readonly after: () => Promise<unknown>;
}

/** A form that is sent by script, once at a time, and says how it went. */
export function sendByScript(form: HTMLFormElement, { working, act, explain, after }: FormOptions): void {
  const result = form.querySelector(".result");
  let busy = false;

  function say(text: string, bad = false): void {
    result?.classList.toggle("bad", bad);
    if (result) result.textContent = text;
  }

  async function send(submission: Submission): Promise<void> {
    busy = true;
    say(working);
    try {
      const done = await act(submission);
      await after();
      say(done);
    } catch (failure) {
      // Where the platform fails, the way to the next answer may be long.
      void after();
      say(explain(failure), true);
    }
    busy = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = event;
    if (!busy) void send({ data: new FormData(form, submitter), submitter });
  });
}
