import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconKeyOff } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Adoption, Candidate, Outcome, Search } from '../../../../cameras/discovery/schemas.ts';
import { StatusPill } from '../../../components/status-pill.tsx';
import { useText } from '../../../i18n/index.ts';
import { byAddress, nameOf } from './found-step.tsx';

interface Props {
  search: Search;
  adoption: Adoption;
  /** Another account for those that did not take this one. */
  onRetry: (refused: readonly Candidate[]) => void;
  onAgain: () => void;
}

const isThere = ({ outcome }: Adoption['results'][number]) => outcome === 'added' || outcome === 'known';

/** What became of each camera, those first that were not added, and what to do where it was not added. */
export function ResultsStep({ search, adoption, onRetry, onAgain }: Props) {
  const { t } = useText();
  const { state, progress, results } = adoption;
  const isRunning = state === 'running';
  const added = results.reduce((sum, one) => sum + (one.outcome === 'added' ? one.cameraIds.length : 0), 0);
  const failed = results.filter((one) => !isThere(one)).length;
  const isNone = added === 0 && failed > 0;
  const refused = search.found.filter(({ key }) =>
    results.some((one) => one.key === key && one.outcome === 'refused'),
  );
  return (
    <>
      <section className="card column">
        <h2 aria-live="polite">
          {isRunning
            ? t('cameras.add.adding')
            : t(isNone ? 'cameras.add.addedNone' : 'cameras.add.added', { count: added })}
        </h2>
        {isRunning && (
          <Progress value={progress * 100} aria-label={t('cameras.add.addingProgress')} size="lg" />
        )}
        {!isRunning && (
          <p className="muted">{t(failed > 0 ? 'cameras.add.someFailed' : 'cameras.add.allAdded')}</p>
        )}
        {!isRunning && (
          <div className="actions">
            {refused.length > 0 && (
              <Button leftSection={<IconKeyOff size={20} aria-hidden />} onClick={() => onRetry(refused)}>
                {t('cameras.add.otherAccount', { count: refused.length })}
              </Button>
            )}
            <Button variant="default" onClick={onAgain}>
              {t('cameras.add.findMore')}
            </Button>
            <Button component={Link} href="/cameras" variant={refused.length > 0 ? 'default' : 'filled'}>
              {t('cameras.add.toList')}
            </Button>
          </div>
        )}
      </section>
      {results.length > 0 && (
        <ul className="rows">
          {[...results]
            .sort((a, b) => Number(isThere(a)) - Number(isThere(b)) || byAddress(a, b))
            .map((result) => (
              <ResultRow
                key={result.key}
                result={result}
                found={search.found.find(({ key }) => key === result.key)}
              />
            ))}
        </ul>
      )}
    </>
  );
}

const LOOKS = {
  added: ['good', IconCheck],
  known: ['neutral', IconCheck],
  refused: ['warn', IconKeyOff],
  locked: ['warn', IconKeyOff],
  unreachable: ['bad', IconAlertTriangle],
  no_stream: ['bad', IconAlertTriangle],
  failed: ['bad', IconAlertTriangle],
} as const satisfies Record<Outcome, unknown>;

function ResultRow({ result, found }: { result: Adoption['results'][number]; found: Candidate | undefined }) {
  const { t, language } = useText();
  const { outcome, address, cameraIds } = result;
  const [tone, icon] = LOOKS[outcome];
  const [first] = cameraIds;
  // Its name and the word beside it say it all.
  const isPlain = outcome === 'added' && cameraIds.length === 1;
  return (
    <li className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">{found ? nameOf(found) : address}</span>
        {!isPlain && <span className="small">{language === 'en' ? result.textEn : result.text}</span>}
        <span className="muted small numbers">{address}</span>
      </span>
      {first !== undefined && (
        <Link href={cameraIds.length === 1 ? `/cameras/${first}` : '/cameras'}>
          {t(outcome === 'added' ? 'cameras.add.nameIt' : 'cameras.add.open')}
        </Link>
      )}
      <StatusPill tone={tone} icon={icon}>
        {t(`cameras.add.outcomes.${outcome}`)}
      </StatusPill>
    </li>
  );
}
