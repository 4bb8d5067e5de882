import type { Static } from 'typebox';
import type { AdvisoryKeyBody, AdvisoryView, ImportBody } from '../../cameras/security/schemas.ts';
import { http } from './http.ts';
import { usePages, useWrite } from './reading.ts';

const BASE = '/api/camera-advisories';

/** Firmware known to be vulnerable. */
export const useAdvisories = () => usePages<Static<typeof AdvisoryView>>(['cameras', 'advisories'], BASE);

/** Of those that were imported; the station's own stay. */
export const useRemoveAdvisory = () =>
  useWrite((body: Static<typeof AdvisoryKeyBody>) => http.post<void>(`${BASE}/remove`, body), ['cameras']);

/** None where one of the rows is not good. */
export const useImportAdvisories = () =>
  useWrite(
    (body: Static<typeof ImportBody>) => http.post<{ imported: number }>(`${BASE}/import`, body),
    ['cameras'],
  );
