import { Button } from '@mantine/core';
import { type Icon, IconLink, IconListSearch, IconRadar2 } from '@tabler/icons-react';
import type { Search } from '../../../../cameras/discovery/schemas.ts';
import { useBeginSearch } from '../../../api/camera-search.ts';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { When } from '../../../components/when.tsx';
import { useText } from '../../../i18n/index.ts';
import type { Step } from './add-cameras-page.tsx';
import '../../speakers/speakers.css';

interface Props {
  search: Search;
  onStep: (step: Step) => void;
}

/** How the camera is to be found; the whole network first, since that is mostly all there is to do. */
export function WayStep({ search, onStep }: Props) {
  const { t } = useText();
  const begin = useBeginSearch();
  const fresh = search.found.filter(({ known }) => known === null).length;
  return (
    <>
      <h2>{t('cameras.add.wayTitle')}</h2>
      {search.state === 'done' && search.endedAt !== null && fresh > 0 && (
        <Notice
          tone="info"
          action={
            <Button variant="default" onClick={() => onStep('found')}>
              {t('cameras.add.seeLast')}
            </Button>
          }
        >
          {t('cameras.add.last', { count: fresh })} <When at={search.endedAt} show="both" />
        </Notice>
      )}
      <Failure error={begin.error} />
      <div className="kinds">
        <Way
          icon={IconRadar2}
          title={t('cameras.add.network')}
          note={t('cameras.add.networkNote')}
          busy={begin.isPending}
          onChoose={() => begin.mutate({}, { onSuccess: () => onStep('found') })}
        />
        <Way
          icon={IconListSearch}
          title={t('cameras.add.address')}
          note={t('cameras.add.addressNote')}
          onChoose={() => onStep('address')}
        />
        <Way
          icon={IconLink}
          title={t('cameras.add.hand')}
          note={t('cameras.add.handNote')}
          onChoose={() => onStep('hand')}
        />
      </div>
    </>
  );
}

interface WayProps {
  icon: Icon;
  title: string;
  note: string;
  busy?: boolean;
  onChoose: () => void;
}

function Way({ icon: Mark, title, note, busy = false, onChoose }: WayProps) {
  return (
    <button type="button" className="kind" onClick={onChoose} disabled={busy}>
      <Mark size={30} stroke={1.5} aria-hidden />
      <span className="column-tight grow">
        <span className="strong">{title}</span>
        <span className="muted small">{note}</span>
      </span>
    </button>
  );
}
