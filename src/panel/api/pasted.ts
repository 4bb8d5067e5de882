import { useMutation } from '@tanstack/react-query';
import type { LegacyEncoding, Tidied } from '../../speech/pasted/index.ts';
import { http } from './http.ts';
import { upload } from './upload.ts';

/** What a text would be in the letters of today and without what only printing needs. */
export interface PastedText {
  text: string;
  encoding: LegacyEncoding | null;
  tidied: Tidied[];
}

/** What there is to mend in a text that was pasted. */
export const usePastedCheck = () =>
  useMutation({ mutationFn: (text: string) => http.post<PastedText>('/api/panel/pasted', { text }) });

/** The text of a .txt, .docx or .pdf file. */
export const useDocument = () =>
  useMutation({ mutationFn: (file: File) => upload<PastedText>('/api/panel/document', file) });
