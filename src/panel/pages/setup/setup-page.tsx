import { Progress } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../api/session.ts';
import { useText } from '../../i18n/index.ts';
import { Welcome } from '../sign-in/welcome.tsx';
import { AccountStep } from './account-step.tsx';
import { CodeStep } from './code-step.tsx';
import { CommuneStep } from './commune-step.tsx';
import { DoneStep } from './done-step.tsx';
import { keepStep, openStep, STEPS, type Step } from './progress.ts';
import { ZonesStep } from './zones-step.tsx';

/** The first run: one-time code, administrator, commune, zones. */
export default function SetupPage({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const session = useSession();
  // The account is made in the second step; whoever comes back after that goes on where it was left.
  const [step, setStep] = useState<Step>(session.data?.user ? (openStep() ?? 'commune') : 'code');
  const [code, setCode] = useState('');
  const go = (next: Step) => {
    // The last one asks for nothing: whoever leaves it by any way has finished.
    keepStep(next === 'done' ? undefined : next);
    setStep(next);
  };
  const number = STEPS.indexOf(step) + 1;
  return (
    <Welcome>
      <div className="column">
        <div className="column-tight">
          <p className="muted small">{t('setup.step', { step: number, steps: STEPS.length })}</p>
          <Progress value={(100 * number) / STEPS.length} size="sm" aria-hidden />
        </div>
        {step === 'code' && (
          <CodeStep
            code={code}
            onNext={(entered) => {
              setCode(entered);
              setStep('account');
            }}
          />
        )}
        {step === 'account' && (
          <AccountStep code={code} onBack={() => setStep('code')} onNext={() => go('commune')} />
        )}
        {step === 'commune' && <CommuneStep onNext={() => go('zones')} />}
        {step === 'zones' && <ZonesStep onNext={() => go('done')} />}
        {step === 'done' && <DoneStep onDone={onDone} />}
      </div>
    </Welcome>
  );
}
