import { compactJson, type Reply } from "../reply";

const STATUSES = {
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  itemNotFound: 404,
  badMethod: 405,
  computeFault: 500,
} as const;

export type CloudErrorKind = keyof typeof STATUSES;

export class CloudError extends Error {
  readonly kind: CloudErrorKind;

  constructor(kind: CloudErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Named by what went wrong, as in OpenStack: `{ "forbidden": { "code": 403, "message": … } }`. */
export function errorReply({ kind, message }: CloudError): Reply {
  const code = STATUSES[kind];
  return compactJson({ [kind]: { code, message } }, code);
}
