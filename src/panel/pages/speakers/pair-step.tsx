import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { PairingCode } from '../../../speakers/schemas.ts';
import { useNow } from '../../api/session.ts';
import { usePaired, usePairing } from '../../api/speakers.ts';
import { useAddresses } from '../../api/system.ts';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { ZoneSelect } from '../../components/zones/zone-select.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

/** Turns a phone, tablet or computer on the LAN into a speaker: an address to open there and a code to type. */
export function PairStep({ onPaired }: { onPaired: (id: string) => void }) {
  const { t } = useText();
  const pairing = usePairing();
  const now = useNow(1000);
  const [zoneId, setZoneId] = useState<string | null>(null);
  const left = (pairing.data?.expiresAt ?? 0) - now;
  const isOpen = left > 0;
  const paired = usePaired(pairing.data?.id, isOpen).data;
  return (
    <section className="card column">
      <h2>{t('speakers.kindWeb')}</h2>
      {!isOpen && !paired && (
        <>
          <ZoneSelect help={t('speakers.zoneHelp')} value={zoneId} onChange={setZoneId} />
          {pairing.data && <Notice tone="warn">{t('speakers.codeExpired')}</Notice>}
          <Failure error={pairing.error} />
          <div className="actions">
            <Button onClick={() => pairing.mutate(zoneId)} loading={pairing.isPending}>
              {t('speakers.getCode')}
            </Button>
          </div>
        </>
      )}
      {isOpen && !paired && pairing.data && <Steps code={pairing.data} left={left} />}
      <div aria-live="polite" className="row">
        {paired ? (
          <Notice
            tone="good"
            action={<Button onClick={() => onPaired(paired.id)}>{t('common.next')}</Button>}
          >
            {t('speakers.paired', { name: paired.name })}
          </Notice>
        ) : (
          isOpen && (
            <>
              <Loader size="sm" aria-hidden />
              <span className="muted">{t('speakers.pairWaiting')}</span>
            </>
          )
        )}
      </div>
    </section>
  );
}

function Steps({ code, left }: { code: Static<typeof PairingCode>; left: number }) {
  const { t } = useText();
  const addresses = useAddresses();
  const isHereOnly = addresses.data?.lan === false;
  return (
    <>
      {isHereOnly && <Notice tone="warn">{t('speakers.hereOnly')}</Notice>}
      <ol className="pairing-steps">
        <li>
          <p>{t(isHereOnly ? 'speakers.pairOpenHere' : 'speakers.pairOpen')}</p>
          {addresses.data?.loa.map((url) => (
            <p key={url} className="address">
              {url}
            </p>
          ))}
          <Failure error={addresses.error} />
        </li>
        <li>
          <p>{t('speakers.pairCode')}</p>
          <p className="pairing-code numbers">{code.code}</p>
          <p className="muted small numbers">{t('speakers.codeLeft', { left: lengthText(left) })}</p>
        </li>
        <li>{t('speakers.pairStart')}</li>
      </ol>
    </>
  );
}
