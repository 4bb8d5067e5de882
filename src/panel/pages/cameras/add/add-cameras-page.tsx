import { Button } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Adoption, Candidate, Search } from '../../../../cameras/discovery/schemas.ts';
import { useAdoption, useSearch } from '../../../api/camera-search.ts';
import { CAMERAS_PATH } from '../../../components/navigation.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { useText } from '../../../i18n/index.ts';
import { AccountStep } from './account-step.tsx';
import { AddressStep } from './address-step.tsx';
import { FoundStep } from './found-step.tsx';
import { HandStep } from './hand-step.tsx';
import { ResultsStep } from './results-step.tsx';
import { WayStep } from './way-step.tsx';
import '../../../i18n/cameras.ts';
import '../cameras.css';

export type Step = 'way' | 'address' | 'hand' | 'found' | 'account' | 'results';

const NUMBERS: Record<Step, number> = { way: 1, address: 1, hand: 1, found: 2, account: 3, results: 4 };
const STEPS = 4;
const BACK: Partial<Record<Step, Step>> = { address: 'way', hand: 'way', found: 'way', account: 'found' };

/** From an empty list to cameras that give a picture: find, choose, one account, and what became of each. */
export default function AddCamerasPage() {
  const search = useSearch();
  const adoption = useAdoption();
  return (
    <QueryView page query={search} lines={3} lineHeight={84}>
      {(found) => (
        <QueryView page query={adoption} lines={3} lineHeight={84}>
          {(added) => <Wizard search={found} adoption={added} />}
        </QueryView>
      )}
    </QueryView>
  );
}

/** Search and adoption are the station's and go on without the page, which takes up again what is under way. */
function firstStep(search: Search, adoption: Adoption): Step {
  if (adoption.state === 'running') return 'results';
  return search.state === 'running' ? 'found' : 'way';
}

function Wizard({ search, adoption }: { search: Search; adoption: Adoption }) {
  const { t } = useText();
  const [step, setStep] = useState(() => firstStep(search, adoption));
  // Those that are not wanted: whatever else is found, is.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = search.found.filter(({ key, known }) => known === null && !left.has(key));
  const back = BACK[step];
  const steps = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  // The button that was pressed went with its step: whoever works by keys or ear is led to the next one.
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    const heading = steps.current?.querySelector('h2');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [step]);
  const retry = (refused: readonly Candidate[]) => {
    const keys = new Set(refused.map(({ key }) => key));
    setLeft(new Set(search.found.filter(({ key }) => !keys.has(key)).map(({ key }) => key)));
    setStep('account');
  };
  return (
    <div className="camera-narrow">
      <PageHeader title={t('cameras.add.title')} back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}>
        {t('setup.step', { step: NUMBERS[step], steps: STEPS })}
      </PageHeader>
      <div className="column" ref={steps}>
        {step === 'way' && <WayStep search={search} onStep={setStep} />}
        {step === 'address' && <AddressStep onBegun={() => setStep('found')} />}
        {step === 'hand' && <HandStep />}
        {step === 'found' && (
          <FoundStep
            search={search}
            left={left}
            onLeft={setLeft}
            onNext={() => setStep('account')}
            onStep={setStep}
          />
        )}
        {step === 'account' && <AccountStep chosen={chosen} onBegun={() => setStep('results')} />}
        {step === 'results' && (
          <ResultsStep search={search} adoption={adoption} onRetry={retry} onAgain={() => setStep('way')} />
        )}
        {back && (
          <Button
            variant="subtle"
            leftSection={<IconChevronLeft size={20} aria-hidden />}
            onClick={() => setStep(back)}
            className="fit"
          >
            {t('cameras.add.back')}
          </Button>
        )}
      </div>
    </div>
  );
}
