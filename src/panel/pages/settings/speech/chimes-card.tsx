import { IconMusic } from '@tabler/icons-react';
import { chimeUrl, type OwnChime, useOwnChimes } from '../../../api/chimes.ts';
import { useRight } from '../../../api/session.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { SpokenAudio } from '../../../components/spoken-audio.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { lengthText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { AddChime } from './add-chime.tsx';
import { ChimeMenu } from './chime-menu.tsx';

/** The commune's own chimes: listened to, brought, named, removed. `common` is the one of the settings. */
export function ChimesCard({ common }: { common: string }) {
  const { t } = useText();
  const chimes = useOwnChimes();
  const mayWrite = useRight('settings.write');
  return (
    <section className="card column" aria-label={t('chimes.title')}>
      <div className="column-tight">
        <h2>{t('chimes.title')}</h2>
        <p className="muted">{t('chimes.note')}</p>
      </div>
      {mayWrite && <AddChime />}
      <QueryView query={chimes} lines={2}>
        {(items) =>
          items.length > 0 ? (
            <ul className="rows" aria-label={t('chimes.title')}>
              {items.map((chime) => (
                <ChimeRow key={chime.id} chime={chime} isCommon={chime.id === common} mayWrite={mayWrite} />
              ))}
            </ul>
          ) : (
            <EmptyState icon={IconMusic} title={t('chimes.empty')}>
              {t(mayWrite ? 'chimes.emptyText' : 'chimes.emptyRead')}
            </EmptyState>
          )
        }
      </QueryView>
    </section>
  );
}

interface RowProps {
  chime: OwnChime;
  isCommon: boolean;
  mayWrite: boolean;
}

function ChimeRow({ chime, isCommon, mayWrite }: RowProps) {
  const { t, language } = useText();
  const { id, durationMs } = chime;
  const name = chime.name[language];
  return (
    <li className="voice-row">
      <span className="grow column-tight">
        <span className="strong">{name}</span>
        <span className="muted small">{lengthText(durationMs)}</span>
      </span>
      {isCommon && <StatusPill tone="good">{t('chimes.common')}</StatusPill>}
      {mayWrite && <ChimeMenu id={id} name={name} />}
      <SpokenAudio preload="none" src={chimeUrl(id)} aria-label={t('chimes.listen', { name })} />
    </li>
  );
}
