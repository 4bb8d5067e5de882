import { Button, Checkbox, Progress } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Candidate, Search } from '../../../../cameras/discovery/schemas.ts';
import { useBeginSearch, useCancelSearch } from '../../../api/camera-search.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { useText } from '../../../i18n/index.ts';
import type { Step } from './add-cameras-page.tsx';

interface Props {
  search: Search;
  /** Keys of those that are not to be added. */
  left: ReadonlySet<string>;
  onLeft: (left: ReadonlySet<string>) => void;
  onNext: () => void;
  onStep: (step: Step) => void;
}

/** How the search goes, and what it has found. */
export function FoundStep({ search, left, onLeft, onNext, onStep }: Props) {
  const { t } = useText();
  const again = useBeginSearch();
  const { state, found } = search;
  const isRunning = state === 'running';
  const fresh = found.filter(({ known }) => known === null);
  const chosen = fresh.filter(({ key }) => !left.has(key));
  const toggle = (keys: string[], wanted: boolean) => {
    const next = new Set(left);
    for (const key of keys) {
      if (wanted) next.delete(key);
      else next.add(key);
    }
    onLeft(next);
  };
  return (
    <>
      <SearchState search={search} />
      {found.length > 0 && (
        <div className="rows">
          {fresh.length > 0 && (
            <label className="found">
              <Checkbox
                checked={chosen.length === fresh.length}
                indeterminate={chosen.length > 0 && chosen.length < fresh.length}
                onChange={(event) =>
                  toggle(
                    fresh.map(({ key }) => key),
                    event.currentTarget.checked,
                  )
                }
              />
              <span className="strong">{t('cameras.add.all', { count: fresh.length })}</span>
            </label>
          )}
          {[...found].sort(byAddress).map((candidate) => (
            <FoundRow
              key={candidate.key}
              candidate={candidate}
              chosen={!left.has(candidate.key)}
              onChoose={(wanted) => toggle([candidate.key], wanted)}
            />
          ))}
        </div>
      )}
      {!isRunning && found.length === 0 && (
        <div className="card">
          <EmptyState
            icon={IconSearchOff}
            title={t('cameras.add.nothing')}
            action={
              <>
                <Button variant="default" onClick={() => onStep('address')}>
                  {t('cameras.add.address')}
                </Button>
                <Button variant="default" onClick={() => onStep('hand')}>
                  {t('cameras.add.hand')}
                </Button>
                <Button onClick={() => again.mutate({})} loading={again.isPending}>
                  {t('cameras.add.again')}
                </Button>
              </>
            }
          >
            {t('cameras.add.nothingText')}
          </EmptyState>
        </div>
      )}
      <Failure error={again.error} />
      {fresh.length > 0 && (
        <div className="actions found-next">
          <Button onClick={onNext} disabled={isRunning || chosen.length === 0}>
            {t('cameras.add.nextWith', { count: chosen.length })}
          </Button>
        </div>
      )}
    </>
  );
}

/** What Linux calls the way to the machine itself. */
const LOOPBACK = 'lo';

function SearchState({ search }: { search: Search }) {
  const { t } = useText();
  const cancel = useCancelSearch();
  const { state, progress, interfaces, found, refused } = search;
  const fresh = found.filter(({ known }) => known === null).length;
  return (
    <section className="card column">
      {state === 'running' ? (
        <>
          <div className="card-head">
            <h2 aria-live="polite">{t('cameras.add.searching', { count: found.length })}</h2>
            <Button variant="default" onClick={() => cancel.mutate(undefined)} loading={cancel.isPending}>
              {t('cameras.add.stop')}
            </Button>
          </div>
          <Progress value={progress * 100} aria-label={t('cameras.add.progress')} size="lg" />
        </>
      ) : (
        <>
          <h2 aria-live="polite">{t('cameras.add.found', { count: found.length, fresh })}</h2>
          {state === 'cancelled' && <Notice tone="info">{t('cameras.add.stopped')}</Notice>}
          {state === 'failed' && <Notice tone="bad">{t('cameras.add.failed')}</Notice>}
        </>
      )}
      {interfaces.length > 0 && (
        <ul className="column-tight small" aria-label={t('cameras.add.interfaces')}>
          {interfaces.map(({ name, address, error }) => (
            <li key={`${name} ${address}`} className="row-wrap">
              <span className="numbers">
                {t(name === LOOPBACK ? 'cameras.add.ownInterface' : 'cameras.add.interface', {
                  name,
                  address,
                })}
              </span>
              {error === null ? (
                <Heard count={found.filter((one) => one.interface === name).length} />
              ) : (
                <StatusPill tone="warn">{t('cameras.add.interfaceFailed', { error })}</StatusPill>
              )}
            </li>
          ))}
        </ul>
      )}
      {refused > 0 && <p className="muted small">{t('cameras.add.senseless', { count: refused })}</p>}
      <Failure error={cancel.error} />
    </section>
  );
}

interface RowProps {
  candidate: Candidate;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}

function FoundRow({ candidate, chosen, onChoose }: RowProps) {
  const { t } = useText();
  const { address, elsewhere, known } = candidate;
  const name = nameOf(candidate);
  const what = (
    <span className="grow column-tight">
      <span className="strong">{name}</span>
      <span className="muted small numbers">
        {[address, madeBy(candidate)].filter((text) => text && text !== name).join(' · ')}
      </span>
      {elsewhere && <span className="small">{t('cameras.add.elsewhere')}</span>}
    </span>
  );
  if (known !== null) {
    return (
      <div className="found">
        {what}
        <Link href={`/cameras/${known}`}>{t('cameras.add.known')}</Link>
      </div>
    );
  }
  return (
    <label className="found">
      <Checkbox checked={chosen} onChange={(event) => onChoose(event.currentTarget.checked)} />
      {what}
    </label>
  );
}

const madeBy = ({ maker, model }: Candidate) => [maker, model].filter(Boolean).join(' ');

/** What it calls itself. */
export function nameOf(candidate: Candidate): string {
  return candidate.name || madeBy(candidate) || candidate.address;
}

/** As people read addresses: .9 before .10. */
export function byAddress(a: { address: string }, b: { address: string }): number {
  return a.address.localeCompare(b.address, 'en', { numeric: true });
}

function Heard({ count }: { count: number }) {
  const { t } = useText();
  return <StatusPill tone={count > 0 ? 'good' : 'neutral'}>{t('cameras.add.heard', { count })}</StatusPill>;
}
