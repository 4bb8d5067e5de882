import { Button, Loader } from '@mantine/core';
import type { Connection } from '../../../speakers/schemas.ts';
import { useSpeaker } from '../../api/speakers.ts';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../i18n/index.ts';
import { ConnectionCard } from './connection-card.tsx';

interface Props {
  id: string;
  connection: Connection | null;
  onNext: () => void;
}

/** Shows what the device needs and waits until it is heard of. */
export function ConnectStep({ id, connection, onNext }: Props) {
  const { t } = useText();
  const speaker = useSpeaker(id, 2000);
  return (
    <section className="card column">
      <h2>{t('speakers.connectTitle')}</h2>
      <p>{t('speakers.connectNote')}</p>
      {connection && <ConnectionCard connection={connection} />}
      <div aria-live="polite">
        {speaker.data?.online ? (
          <Notice tone="good" action={<Button onClick={onNext}>{t('common.next')}</Button>}>
            {t('speakers.connected')}
          </Notice>
        ) : (
          <div className="row">
            <Loader size="sm" aria-hidden />
            <span className="muted grow">{t('speakers.connectWaiting')}</span>
            <Button variant="default" onClick={onNext}>
              {t('setup.skip')}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
