import { useCertificate } from '../../api/system.ts';
import { useText } from '../../i18n/index.ts';

/**
 * What tells this station from another that only claims to be it: the fingerprint also stands on the machine's own
 * screen. Nothing is said while it is not known; the code works without it.
 */
export function StationFingerprint() {
  const { t } = useText();
  const { data } = useCertificate();
  if (!data) return null;
  return (
    <div className="column-tight">
      <p className="muted small">{t('setup.fingerprint')}</p>
      <p className="fingerprint small">{data.caFingerprint}</p>
    </div>
  );
}
