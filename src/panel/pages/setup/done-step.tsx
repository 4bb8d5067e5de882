import { Button } from '@mantine/core';
import { type Icon, IconBuildingBroadcastTower, IconFileText } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/index.ts';
import './done-step.css';

/** What to do with a station that is ready and silent. */
export function DoneStep({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const go = (path: string) => {
    navigate(path);
    onDone();
  };
  return (
    <div className="column">
      <PageHeader title={t('setup.doneTitle')}>{t('setup.doneNote')}</PageHeader>
      <NextStep
        icon={IconBuildingBroadcastTower}
        title={t('setup.doneSpeaker')}
        note={t('setup.doneSpeakerNote')}
        onClick={() => go('/speakers/add')}
      />
      <NextStep
        icon={IconFileText}
        title={t('setup.doneBulletin')}
        note={t('setup.doneBulletinNote')}
        onClick={() => go('/bulletins/new')}
      />
      <Button variant="light" size="md" onClick={() => go('/')}>
        {t('setup.toToday')}
      </Button>
    </div>
  );
}

interface NextStepProps {
  icon: Icon;
  title: string;
  note: string;
  onClick: () => void;
}

function NextStep({ icon: Mark, title, note, onClick }: NextStepProps) {
  return (
    <button type="button" className="next-step" onClick={onClick}>
      <Mark size={28} stroke={1.75} aria-hidden />
      <span className="column-tight">
        <span className="strong">{title}</span>
        <span className="muted">{note}</span>
      </span>
    </button>
  );
}
