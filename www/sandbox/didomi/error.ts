import { compactJson, type Reply } from "../reply";

/** Didomi shows BadRequest; the others are FeathersJS's, whose shape it has. */
const STATUSES = {
  BadRequest: 400,
  NotAuthenticated: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  TooManyRequests: 429,
  GeneralError: 500,
} as const;

export type DidomiErrorName = keyof typeof STATUSES;

export class DidomiError extends Error {
  override readonly name: DidomiErrorName;

  constructor(name: DidomiErrorName, message: string) {
    super(message);
    this.name = name;
  }
}

/** `errors` is an object in Didomi's example, though its text calls it a list. */
export function errorReply({ name, message }: DidomiError): Reply {
  const code = STATUSES[name];
  return compactJson({ code, errors: {}, message, name }, code);
}
