import { Button } from '@mantine/core';
import { IconChevronLeft, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Profile } from '../../../speakers/profile.ts';
import type { Connection } from '../../../speakers/schemas.ts';
import { useSpeaker } from '../../api/speakers.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { ConnectStep } from './connect-step.tsx';
import { DeviceStep } from './device-step.tsx';
import { KindStep } from './kind-step.tsx';
import { PairStep } from './pair-step.tsx';
import { TestTone } from './test-tone.tsx';
import './speakers.css';

type Step =
  | { name: 'kind' }
  | { name: 'device'; profile: Profile }
  | { name: 'pair' }
  | { name: 'connect'; id: string; connection: Connection | null }
  | { name: 'test'; id: string }
  | { name: 'done'; id: string };

const NUMBERS: Record<Step['name'], number> = { kind: 1, device: 2, pair: 2, connect: 3, test: 4, done: 5 };
const STEPS = 5;

/** Leads from the kind of speaker to a test tone that somebody has heard. */
export default function AddSpeakerPage() {
  const { t } = useText();
  const [step, setStep] = useState<Step>({ name: 'kind' });
  return (
    <div className="narrow">
      <PageHeader title={t('speakers.add')}>
        {t('setup.step', { step: NUMBERS[step.name], steps: STEPS })}
      </PageHeader>
      <div className="column">
        {step.name === 'kind' && (
          <KindStep
            onChoose={(profile) =>
              setStep(profile.transport === 'web' ? { name: 'pair' } : { name: 'device', profile })
            }
          />
        )}
        {step.name === 'device' && (
          <DeviceStep
            profile={step.profile}
            onAdded={({ speaker, connection }) => setStep({ name: 'connect', id: speaker.id, connection })}
          />
        )}
        {step.name === 'pair' && <PairStep onPaired={(id) => setStep({ name: 'test', id })} />}
        {step.name === 'connect' && (
          <ConnectStep {...step} onNext={() => setStep({ name: 'test', id: step.id })} />
        )}
        {step.name === 'test' && (
          <TestStep id={step.id} onHeard={() => setStep({ name: 'done', id: step.id })} />
        )}
        {step.name === 'done' && <Done onAgain={() => setStep({ name: 'kind' })} />}
        {(step.name === 'device' || step.name === 'pair') && (
          <Button
            variant="subtle"
            leftSection={<IconChevronLeft size={20} aria-hidden />}
            onClick={() => setStep({ name: 'kind' })}
            className="fit"
          >
            {t('speakers.otherKind')}
          </Button>
        )}
      </div>
    </div>
  );
}

function TestStep({ id, onHeard }: { id: string; onHeard: () => void }) {
  const { t } = useText();
  const speaker = useSpeaker(id, 2000);
  return (
    <section className="card column">
      <h2>{t('speakers.testTitle')}</h2>
      <QueryView query={speaker}>{(data) => <TestTone speaker={data} onHeard={onHeard} />}</QueryView>
      <Link href={`/speakers/${id}`}>{t('speakers.testLater')}</Link>
    </section>
  );
}

function Done({ onAgain }: { onAgain: () => void }) {
  const { t } = useText();
  return (
    <section className="card">
      <EmptyState
        icon={IconCircleCheck}
        title={t('speakers.doneTitle')}
        action={
          <>
            <Button variant="default" onClick={onAgain}>
              {t('speakers.another')}
            </Button>
            <Button component={Link} href="/bulletins/new">
              {t('bulletins.write')}
            </Button>
          </>
        }
      >
        {t('speakers.doneText')}
      </EmptyState>
    </section>
  );
}
