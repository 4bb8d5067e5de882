import { Button, Loader } from '@mantine/core';
import { useRef, useState } from 'react';
import { useNow } from '../../api/session.ts';
import { usePairing, useSpeakers } from '../../api/speakers.ts';
import { useAddresses } from '../../api/system.ts';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { ZoneSelect } from './zone-select.tsx';

/** Turns a phone, tablet or computer on the LAN into a speaker: an address to open there and a code to type. */
export function PairStep({ onPaired }: { onPaired: (id: string) => void }) {
  const { t } = useText();
  const pairing = usePairing();
  const addresses = useAddresses();
  const speakers = useSpeakers();
  const now = useNow(1000);
  const [zoneId, setZoneId] = useState<string | null>(null);
  const known = useRef<Set<string>>(undefined);

  const ask = () => {
    known.current ??= new Set(speakers.data?.map(({ id }) => id));
    pairing.mutate(zoneId);
  };
  const paired = speakers.data?.find(
    ({ id, transport }) => transport === 'web' && known.current && !known.current.has(id),
  );
  const left = (pairing.data?.expiresAt ?? 0) - now;
  return (
    <section className="card column">
      <h2>{t('speakers.kindWeb')}</h2>
      {!pairing.data || left <= 0 ? (
        <>
          <ZoneSelect value={zoneId} onChange={setZoneId} />
          {pairing.data && <Notice tone="warn">{t('speakers.codeExpired')}</Notice>}
          <Failure error={pairing.error} />
          <div className="actions">
            <Button onClick={ask} loading={pairing.isPending} disabled={!speakers.data}>
              {t('speakers.getCode')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <ol className="pairing-steps">
            <li>
              <p>{t('speakers.pairOpen')}</p>
              {addresses.data?.loa.map((url) => (
                <p key={url} className="address">
                  {url}
                </p>
              ))}
            </li>
            <li>
              <p>{t('speakers.pairCode')}</p>
              <p className="pairing-code numbers">{pairing.data.code}</p>
              <p className="muted small numbers">{t('speakers.codeLeft', { left: lengthText(left) })}</p>
            </li>
            <li>{t('speakers.pairStart')}</li>
          </ol>
          <div aria-live="polite" className="row">
            {paired ? (
              <Notice
                tone="good"
                action={<Button onClick={() => onPaired(paired.id)}>{t('common.next')}</Button>}
              >
                {t('speakers.paired', { name: paired.name })}
              </Notice>
            ) : (
              <>
                <Loader size="sm" aria-hidden />
                <span className="muted">{t('speakers.pairWaiting')}</span>
              </>
            )}
          </div>
        </>
      )}
    </section>
  );
}
