import { useAddresses, useCertificate } from '../../../api/system.ts';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { useText } from '../../../i18n/index.ts';

/** Where the station answers, and how another machine knows that it is this one. */
export function AccessCard() {
  const { t } = useText();
  const certificate = useCertificate();
  const addresses = useAddresses();
  return (
    <section className="card column">
      <h2>{t('station.access')}</h2>
      <dl className="facts">
        <dt>{t('station.addresses')}</dt>
        <dd>
          {addresses.data?.panel.map((url) => (
            <p key={url}>{url}</p>
          ))}
        </dd>
        <dt>{t('station.loa')}</dt>
        <dd>
          {addresses.data?.loa.map((url) => (
            <p key={url}>{url}</p>
          ))}
        </dd>
      </dl>
      <QueryView query={certificate} lines={2}>
        {({ caFingerprint, expiresAt, page }) => (
          <>
            <p className="muted">{t('station.certificateNote')}</p>
            <dl className="facts">
              <dt>{t('station.fingerprint')}</dt>
              <dd className="fingerprint">{caFingerprint}</dd>
              <dt>{t('station.expires')}</dt>
              <dd>
                <When at={expiresAt} show="full" />
              </dd>
            </dl>
            <p>
              <a href={page}>{t('station.install')}</a>
            </p>
          </>
        )}
      </QueryView>
    </section>
  );
}
