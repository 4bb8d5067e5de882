import type { FastifyInstance } from 'fastify';
import type { AlertRule } from '../alerts/index.ts';
import { repeat } from '../repeat.ts';
import type { SpeechHealth } from '../speech/index.ts';

export const MUTE: AlertRule = {
  id: 'broadcast.mute',
  severity: 'critical',
  title: {
    vi: 'Trạm Số không đọc được bản tin, kể cả khẩn cấp',
    en: 'The station cannot speak, not even an emergency',
  },
  advice: { vi: '{problem}', en: '{problemEn}' },
};

const LOOK_MS = 60_000;
/** While all is well, programs are started for it this seldom: one look of so many. */
const WELL_LOOKS = 60;
const STATION = 'station';

/**
 * Looks whether the programs that speak are still there, so that it is known before somebody needs them. The first
 * time is a minute after the start. The function returned ends it.
 */
export function watchForMuteness(app: FastifyInstance, lookMs = LOOK_MS): () => Promise<void> {
  let looks = 0;
  let mute: boolean | undefined;

  async function look(): Promise<void> {
    if (mute === false && ++looks < WELL_LOOKS) return;
    looks = 0;
    const problem = problemOf(await app.speech.health());
    if (problem)
      app.alerts.raise(MUTE.id, STATION, { problem: problem.message, problemEn: problem.messageEn });
    else app.alerts.clear(MUTE.id, STATION);
    mute = problem !== undefined;
  }

  return repeat(lookMs, look, { log: app.log.child({ slice: 'broadcast' }), work: 'voices looked after' });
}

/** Why nothing can be spoken; undefined where something can. */
function problemOf({ ffmpeg, engines }: SpeechHealth): SpeechHealth['ffmpeg']['problem'] | undefined {
  if (ffmpeg.problem) return ffmpeg.problem;
  if (engines.some(({ voices }) => voices.length > 0)) return undefined;
  return engines.find(({ problem }) => problem)?.problem ?? undefined;
}
