import type { PlayoutTarget, TargetState } from '../../../broadcast/schemas.ts';
import { secondsText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { Shown } from '../shown.tsx';
import { useLateText } from './late-text.ts';
import { TargetPill } from './pills.tsx';
import { useVoiceName } from './voice-name.ts';
import './target-rows.css';

const STEP = 100;
/** What went wrong stands first. */
const ORDER: TargetState[] = ['failed', 'unknown', 'stopped', 'commanded', 'accepted', 'started', 'finished'];

/** What each speaker did: a table on the desktop, a card each on the phone. */
export function TargetRows({ targets }: { targets: PlayoutTarget[] }) {
  const { t } = useText();
  const voiceName = useVoiceName();
  const sorted = [...targets].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name, 'vi'),
  );
  if (targets.length === 0) return <p className="muted">{t('playout.noTargets')}</p>;
  return (
    <Shown items={sorted} step={STEP}>
      {(shown) => (
        <table className="targets">
          <thead>
            <tr>
              <th scope="col">{t('playout.speaker')}</th>
              <th scope="col">{t('playout.state')}</th>
              <th scope="col">{t('playout.commandedAt')}</th>
              <th scope="col">{t('playout.acceptedAt')}</th>
              <th scope="col">{t('playout.startedAt')}</th>
              <th scope="col">{t('playout.finishedAt')}</th>
              <th scope="col">{t('playout.late')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((target) => (
              <TargetRow key={target.speakerId} target={target} voiceName={voiceName} />
            ))}
          </tbody>
        </table>
      )}
    </Shown>
  );
}

interface TargetRowProps {
  target: PlayoutTarget;
  voiceName: (id: string) => string;
}

function TargetRow({ target, voiceName }: TargetRowProps) {
  const { t, language } = useText();
  const lateText = useLateText();
  const error = language === 'vi' ? target.error : target.errorEn;
  const times = [
    ['commandedAt', target.commandedAt],
    ['acceptedAt', target.acceptedAt],
    ['startedAt', target.startedAt],
    ['finishedAt', target.finishedAt],
  ] as const;
  return (
    <tr>
      <th scope="row">
        {target.name}
        {error && <p className="target-error">{error}</p>}
        {target.voice && <p className="muted small">{voiceName(target.voice)}</p>}
      </th>
      <td>
        <TargetPill state={target.state} />
      </td>
      {times.map(([name, at]) => (
        <td key={name} data-label={t(`playout.${name}`)} className="numbers">
          {at === null ? '–' : secondsText(at)}
        </td>
      ))}
      <td data-label={t('playout.late')} className="numbers">
        {target.lateMs === null ? '–' : lateText(target.lateMs)}
      </td>
    </tr>
  );
}
