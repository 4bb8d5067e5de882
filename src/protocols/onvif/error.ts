/**
 * What became of a question to a camera:
 * - `unreachable`: nobody there, or the connection was refused or broke
 * - `timeout`: it did not answer in time
 * - `refused`: it does not take this account (or wants one)
 * - `locked`: it takes no account for a while, after too many wrong ones
 * - `not_onvif`: something answers there, but no ONVIF device
 * - `fault`: it understood and said no; `fault` is its code, such as `ter:ActionNotSupported`
 * - `too_large`, `malformed`: its answer was not read to the end, or makes no sense
 */
export type OnvifErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'refused'
  | 'locked'
  | 'not_onvif'
  | 'fault'
  | 'too_large'
  | 'malformed';

/** The one error of this protocol. Its texts hold no account and nothing of the camera's beyond a cleaned line. */
export class OnvifError extends Error {
  override readonly name = 'OnvifError';
  readonly kind: OnvifErrorKind;
  /** Innermost subcode of a SOAP fault without its prefix; '' for all other kinds. */
  readonly fault: string;

  constructor(kind: OnvifErrorKind, message: string, options: { fault?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.fault = options.fault ?? '';
  }
}
