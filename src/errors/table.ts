/** By code: the HTTP status, and what to tell the officer in Vietnamese and English (src/errors.ts). */
export type ErrorTable = Readonly<Record<string, readonly [status: number, vi: string, en: string]>>;
