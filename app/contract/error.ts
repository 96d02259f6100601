/** What kind of trouble it is; decides the HTTP status, the icon and what the screen offers to do. */
export type ErrorCategory =
  | 'input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'limit'
  | 'unavailable'
  | 'internal';

/** Values that the localised message of an error names, and that a program may read. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** An error as it travels: over HTTP, Socket.IO and IPC alike. */
export interface ErrorBody {
  /** Stable, `<word>.<reason>`; its text stands under `errors.<reason>` in the word's i18n files. */
  readonly code: string;
  readonly category: ErrorCategory;
  /** The text in the language the caller asked for: what happened and what to do. */
  readonly message: string;
  readonly params: ErrorParams;
  /** The request it belongs to, to be found again in the log and in the audit journal. */
  readonly request?: string | undefined;
}

/** HTTP status of each category. */
export const statusOf: Readonly<Record<ErrorCategory, number>> = {
  input: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  limit: 429,
  unavailable: 503,
  internal: 500,
};

/**
 * The one error type of Sipin, on the server and on every screen.
 * `code` is `<word>.<reason>`; the texts are looked up by it, in both languages.
 */
export class SipinError extends Error {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly params: ErrorParams;

  constructor(category: ErrorCategory, code: string, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'SipinError';
    this.code = code;
    this.category = category;
    this.params = params;
  }
}

/** Makes any thrown value a SipinError; what is not one becomes `contract.internal` with the value as its cause. */
export function toSipinError(thrown: unknown): SipinError {
  if (thrown instanceof SipinError) return thrown;
  return new SipinError('internal', 'contract.internal', {}, { cause: thrown });
}
