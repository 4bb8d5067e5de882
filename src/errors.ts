import { BROADCAST_ERRORS } from './errors/broadcast.ts';
import { CAMERA_ERRORS } from './errors/cameras.ts';
import { GENERAL_ERRORS } from './errors/general.ts';
import { SPEECH_ERRORS } from './errors/speech.ts';
import { SYSTEM_ERRORS } from './errors/system.ts';

/**
 * The one table of what can go wrong for a person: a stable code, the HTTP status, and what to tell the
 * officer in Vietnamese and English. `{name}` in a message is filled from the error's details.
 */
const TABLE = {
  ...GENERAL_ERRORS,
  ...SYSTEM_ERRORS,
  ...SPEECH_ERRORS,
  ...BROADCAST_ERRORS,
  ...CAMERA_ERRORS,
};

export type ErrorCode = keyof typeof TABLE;

export interface ErrorDetails {
  /** The request field at fault, as a dotted path (`title`, `times.0`). */
  readonly field?: string;
  readonly [name: string]: string | number | undefined;
}

/** What an API answer says of an error. */
export interface ErrorBody {
  error: { code: string; message: string; messageEn: string; field?: string };
}

/** Fills `{name}` in a text for a person; what is missing shows as “…”. */
export function fill(text: string, details: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(details[name] ?? '…'));
}

/** The one error class. `cause` is for the log only and never reaches an answer. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly details: ErrorDetails;
  readonly messageVi: string;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    const [statusCode, vi, en] = TABLE[code];
    super(fill(en, details), cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.statusCode = statusCode;
    this.details = details;
    this.messageVi = fill(vi, details);
  }

  /** The body of the API answer. */
  toBody(): ErrorBody {
    const field = this.details.field;
    return {
      error: {
        code: this.code,
        message: this.messageVi,
        messageEn: this.message,
        ...(field === undefined ? {} : { field }),
      },
    };
  }
}

/**
 * Bad input found after the schema has passed: names the field and says what is wrong with it. The words follow
 * “Ô … chưa đúng:” and “Field … is not valid:”, and stand alone beside the field.
 */
export function invalid(field: string, vi: string, en: string): AppError {
  return new AppError('input.invalid', { field, reason: vi, reasonEn: en });
}
