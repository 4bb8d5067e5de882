import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useText } from '../i18n/index.ts';
import { Notice } from './notice.tsx';

interface Props {
  /** What to fetch again. */
  topic: string;
  /** Drops what was being edited. */
  onReload: () => void;
}

/** A save was refused because somebody else saved first; what was typed stays until the person says otherwise. */
export function Conflict({ topic, onReload }: Props) {
  const { t } = useText();
  const client = useQueryClient();
  const reload = async () => {
    await client.invalidateQueries({ queryKey: [topic] });
    onReload();
  };
  return (
    <Notice
      tone="bad"
      title={t('conflict.title')}
      action={
        <Button variant="default" onClick={() => void reload()}>
          {t('conflict.reload')}
        </Button>
      }
    >
      {t('conflict.text')}
    </Notice>
  );
}
