/** The platform's error, as its SDK raises it. */
export class ClientError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly code: number | undefined;

  constructor(status: number, body: unknown) {
    const fields: { error?: unknown; code?: unknown } = typeof body === "object" && body !== null ? body : {};
    super(typeof fields.error === "string" ? fields.error : `HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.code = typeof fields.code === "number" ? fields.code : undefined;
  }
}

interface Question {
  readonly id: string;
  readonly status?: string;
  readonly upstreamId?: string;
}

interface ReadProcess {
  readonly id: string;
  readonly questions: readonly Question[];
}

interface Job {
  readonly jobId: string;
  readonly status: string;
  readonly errors?: readonly string[];
}

/**
 * Behaves on the wire as the platform's SDK does: Authorization, and Content-Type with a body, are the only headers;
 * no time-out, no retry; JSON is parsed whatever the content type, a blank 200 is undefined, answers aren't validated.
 */
export class Client {
  readonly #url: string;
  readonly #token: string | null;

  constructor(url: string, token: string | null) {
    this.#url = url;
    this.#token = token;
  }

  integrator(): Promise<unknown> {
    return this.#ask("GET", "/integrator");
  }

  createOrganization(data: object): Promise<{ address: string }> {
    return this.#ask("POST", "/integrator/organizations", data);
  }

  listOrganizations(): Promise<{ organizations: { address: string }[] }> {
    return this.#ask("GET", "/integrator/organizations");
  }

  deleteOrganization(address: string): Promise<{ address: string }> {
    return this.#ask("DELETE", `/integrator/organizations/${address}`);
  }

  createProcess(data: object): Promise<{ processId: string }> {
    return this.#ask("POST", "/processes", data);
  }

  updateProcess(id: string, data: object): Promise<undefined> {
    return this.#ask("PUT", `/processes/${id}`, data);
  }

  async readProcess(id: string): Promise<ReadProcess> {
    return normalized(await this.#ask<ReadProcess>("GET", `/processes/${id}`));
  }

  async listProcesses(orgAddress: string): Promise<ReadProcess[]> {
    const list = await this.#ask<{ processes: ReadProcess[] }>("GET", `/processes?orgAddress=${orgAddress}`);
    return list.processes.map(normalized);
  }

  publishProcess(id: string): Promise<{ jobId?: string }> {
    return this.#ask("POST", `/processes/${id}/publish`);
  }

  setStatus(id: string, status: string): Promise<{ jobId: string }> {
    return this.#ask("PUT", `/processes/${id}/questions/status`, { status });
  }

  authenticate(id: string, step: 0 | 1, data: object): Promise<{ authToken: string }> {
    return this.#ask("POST", `/processes/${id}/auth/${step}`, data);
  }

  sign(id: string, data: object): Promise<{ signature: string }> {
    return this.#ask("POST", `/processes/${id}/sign`, data);
  }

  vote(txPayload: string): Promise<{ jobId: string }> {
    return this.#ask("POST", "/vote", { txPayload });
  }

  /** Polls until the job is over; `wait` passes the time in between. */
  async waitForJob(jobId: string, wait: () => void): Promise<Job> {
    for (;;) {
      const job = await this.#ask<Job>("GET", `/jobs/${jobId}`);
      if (job.status === "completed") return job;
      if (job.status === "failed") throw new Error(job.errors?.join("; ") ?? "job failed");
      wait();
    }
  }

  async #ask<T>(method: string, path: string, data?: object): Promise<T> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(this.#token === null ? {} : { Authorization: `Bearer ${this.#token}` }),
        ...(data === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ClientError(response.status, errorBody(text));
    return answerBody(text);
  }
}

/** Updates and deletions answer a blank 200. */
function answerBody(text: string) {
  return text.trim() === "" ? undefined : JSON.parse(text);
}

function errorBody(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function normalized(process: ReadProcess): ReadProcess {
  const questions = process.questions.map((question) =>
    question.status === "READY" ? { ...question, status: "ONGOING" } : question,
  );
  return { ...process, questions };
}
