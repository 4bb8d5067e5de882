import { Button, Loader } from '@mantine/core';
import type { Connection } from '../../../speakers/schemas.ts';
import { useSpeaker } from '../../api/speakers.ts';
import { useAddresses } from '../../api/system.ts';
import { Notice } from '../../components/notice.tsx';
import { useUnsaved } from '../../components/unsaved.tsx';
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
  const addresses = useAddresses();
  useUnsaved(connection !== null, 'password');
  // An external broker has an address of its own.
  const isHereOnly = addresses.data?.lan === false && connection !== null && isLoopback(connection.host);
  return (
    <section className="card column">
      <h2>{t('speakers.connectTitle')}</h2>
      <p>{t('speakers.connectNote')}</p>
      {isHereOnly && <Notice tone="warn">{t('speakers.hereOnlyDevice')}</Notice>}
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

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
