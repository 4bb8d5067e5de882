import type { Connection } from '../../../speakers/schemas.ts';
import { useSettings } from '../../api/settings.ts';
import { useAddresses, useCertificate } from '../../api/system.ts';
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
        {tls && <StationCa />}
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

/** What a device must trust to speak TLS with the station's own broker; an external one has its own certificate. */
function StationCa() {
  const { t } = useText();
  const certificate = useCertificate();
  const addresses = useAddresses();
  const settings = useSettings();
  const broker = settings.data?.find(({ name }) => name === 'speakers')?.values.broker;
  const [loa] = addresses.data?.loa ?? [];
  if (!certificate.data || broker !== 'embedded') return null;
  return (
    <>
      {loa && <CopyLine label={t('speakers.ca')} value={new URL(certificate.data.file, loa).href} />}
      <CopyLine label={t('speakers.caFingerprint')} value={certificate.data.caFingerprint} />
    </>
  );
}
