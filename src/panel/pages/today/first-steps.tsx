import { Button } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useBulletins } from '../../api/bulletins.ts';
import { useRight } from '../../api/session.ts';
import { useText } from '../../i18n/index.ts';
import './first-steps.css';

/** Leads a newcomer from an empty station to the first bulletin heard. */
export function FirstSteps({ speakers }: { speakers: number }) {
  const { t } = useText();
  const mayAdd = useRight('speaker.write');
  const mayWrite = useRight('bulletin.write');
  const bulletins = useBulletins({});
  if (!bulletins.isSuccess) return null;
  const approved = bulletins.items.find(({ state }) => state === 'approved');
  const steps = [
    { name: 'speaker', done: speakers > 0, href: '/speakers/add', may: mayAdd },
    { name: 'bulletin', done: bulletins.items.length > 0, href: '/bulletins/new', may: mayWrite },
    { name: 'play', done: false, href: approved ? `/bulletins/${approved.id}` : '/bulletins', may: mayWrite },
  ] as const;
  const current = steps.findIndex(({ done }) => !done);
  return (
    <section className="card column">
      <div>
        <h2>{t('firstSteps.title')}</h2>
        <p className="muted">{t('firstSteps.note')}</p>
      </div>
      <ol className="first-steps">
        {steps.map((step, index) => (
          <li key={step.name} data-done={step.done} data-current={index === current}>
            {step.done ? (
              <IconCircleCheckFilled size={26} aria-hidden />
            ) : (
              <IconCircle size={26} aria-hidden />
            )}
            <div className="grow column-tight">
              <p className="strong">
                {t(`firstSteps.${step.name}`)}
                {step.done && <span className="hidden"> ({t('common.done')})</span>}
              </p>
              {!step.done && <p className="muted">{t(`firstSteps.${step.name}Note`)}</p>}
            </div>
            {!step.done && step.may && (
              <Button component={Link} href={step.href} variant={index === current ? 'filled' : 'default'}>
                {t(`firstSteps.${step.name}Verb`)}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
