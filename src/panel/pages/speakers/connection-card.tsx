import type { Connection } from '../../../speakers/schemas.ts';
import { CopyLine } from '../../components/copy-line.tsx';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../i18n/index.ts';
import { BrokerFiles } from './broker-files.tsx';

/** What to type into the device so that it reaches the station's broker; the password is shown this once. */
export function ConnectionCard({ connection }: { connection: Connection }) {
  const { t } = useText();
  const { host, port, tls, username, password, clientId, topics, will, external } = connection;
  return (
    <div className="column">
      <Notice tone="warn">{t('speakers.shownOnce')}</Notice>
      <div>
        <CopyLine label={t('speakers.host')} value={host} />
        <CopyLine label={t('speakers.port')} value={String(port)} />
        <CopyLine label={t('speakers.tls')} value={t(tls ? 'speakers.tlsOn' : 'speakers.tlsOff')} />
        <CopyLine label={t('speakers.username')} value={username} />
        <CopyLine label={t('speakers.password')} value={password} />
        <CopyLine label={t('speakers.clientId')} value={clientId} />
        <CopyLine label={t('speakers.subscribe')} value={topics.subscribe.join(', ')} />
        <CopyLine label={t('speakers.publish')} value={topics.publish.join(', ')} />
        {will && <CopyLine label={t('speakers.will')} value={`${will.topic} = ${will.payload}`} />}
      </div>
      {external && <BrokerFiles />}
    </div>
  );
}
