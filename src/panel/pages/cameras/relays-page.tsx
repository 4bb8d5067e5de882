import { Button } from '@mantine/core';
import { IconScreenShare } from '@tabler/icons-react';
import { useState } from 'react';
import type { Relay } from '../../../cameras/relay/schemas.ts';
import { useRelays, useRelayTargets, useStopRelay } from '../../api/footage.ts';
import { useRight } from '../../api/session.ts';
import { Confirm } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { CAMERAS_PATH } from '../../components/navigation.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useRelayMinutes } from '../../components/relay-minutes.ts';
import { StatusPill } from '../../components/status-pill.tsx';
import { useToast } from '../../components/toast.ts';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { RelayDialog } from './relay-dialog.tsx';
import { RelayTargets } from './relay-targets.tsx';
import '../../i18n/cameras.ts';

/** Which cameras are being sent on, and where that may be. */
export default function RelaysPage() {
  const { t } = useText();
  const mayWrite = useRight('camera.write');
  const relays = useRelays();
  const isReady = (useRelayTargets(mayWrite).data?.length ?? 0) > 0;
  const [isStarting, setStarting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('relays.title')}
        back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}
        actions={
          mayWrite &&
          isReady && (
            <Button leftSection={<IconScreenShare size={20} aria-hidden />} onClick={() => setStarting(true)}>
              {t('relays.start')}
            </Button>
          )
        }
      >
        {t('relays.note')}
      </PageHeader>
      <div className="column">
        <QueryView query={relays} lineHeight={72}>
          {(items) => <RelayLists relays={items} isReady={isReady} />}
        </QueryView>
        {mayWrite && <RelayTargets />}
      </div>
      {isStarting && <RelayDialog onClose={() => setStarting(false)} />}
    </>
  );
}

/** @param isReady there is somebody to send to */
function RelayLists({ relays, isReady }: { relays: Relay[]; isReady: boolean }) {
  const { t } = useText();
  const mayWrite = useRight('camera.write');
  const now = relays.filter(({ endedAt }) => endedAt === null);
  const past = relays.filter(({ endedAt }) => endedAt !== null);
  return (
    <>
      <section className="column" aria-label={t('relays.now')}>
        {now.length === 0 ? (
          <div className="card">
            <EmptyState icon={IconScreenShare} title={t('relays.none')}>
              {t(!mayWrite ? 'relays.noneForViewer' : isReady ? 'relays.noneText' : 'relays.noneYet')}
            </EmptyState>
          </div>
        ) : (
          <ul className="rows">
            {now.map((relay) => (
              <RelayNow key={relay.id} relay={relay} />
            ))}
          </ul>
        )}
      </section>
      {past.length > 0 && (
        <section className="column">
          <h2>{t('relays.past')}</h2>
          <ul className="rows">
            {past.map((relay) => (
              <RelayPast key={relay.id} relay={relay} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function RelayNow({ relay }: { relay: Relay }) {
  const { t, language } = useText();
  const mayWrite = useRight('camera.write');
  const toast = useToast();
  const stop = useStopRelay();
  const [asking, setAsking] = useState(false);
  const { cameraName, targetName, problem } = relay;
  const names = { camera: cameraName, target: targetName };
  return (
    <li className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">{t('relays.row', names)}</span>
        <span className="muted small">
          <RelayLeft until={relay.until} /> · {t('relays.by', { who: relay.askedBy, reason: relay.reason })}
        </span>
        {problem && <span className="small">{language === 'en' ? problem.textEn : problem.text}</span>}
      </span>
      <StatusPill tone={relay.flowing ? 'good' : 'warn'}>
        {t(relay.flowing ? 'relays.flowing' : 'relays.notFlowing')}
      </StatusPill>
      {mayWrite && (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('relays.stop')}
        </Button>
      )}
      {asking && (
        <Confirm
          opened
          onClose={() => setAsking(false)}
          title={t('relays.stopTitle')}
          verb={t('relays.stop')}
          busy={stop.isPending}
          error={stop.error}
          onConfirm={() =>
            stop.mutate(relay.id, {
              onSuccess: () => {
                setAsking(false);
                toast(t('relays.stopped'));
              },
            })
          }
        >
          {t('relays.stopText', names)}
        </Confirm>
      )}
    </li>
  );
}

/** How long a relay still lasts. */
function RelayLeft({ until }: { until: number }) {
  const { t } = useText();
  const minutes = useRelayMinutes()(until);
  return <>{minutes > 0 ? t('relays.left', { minutes }) : t('relays.ending')}</>;
}

function RelayPast({ relay }: { relay: Relay }) {
  const { t } = useText();
  return (
    <li className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">
          {t('relays.row', {
            camera: relay.cameraName || t('viewings.gone'),
            target: relay.targetName || t('relays.goneTarget'),
          })}
        </span>
        <span className="muted small">
          <When at={relay.startedAt} /> · {t('relays.by', { who: relay.askedBy, reason: relay.reason })}
        </span>
      </span>
      {relay.endedWhy && <StatusPill tone="neutral">{t(`relays.ends.${relay.endedWhy}`)}</StatusPill>}
    </li>
  );
}
