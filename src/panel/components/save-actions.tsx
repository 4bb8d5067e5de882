import { Button } from '@mantine/core';
import { useText } from '../i18n/index.ts';

interface Props {
  isChanged: boolean;
  busy: boolean;
  /** Takes back what was changed. */
  onUndo?: () => void;
}

/** The end of a form that can be saved once something in it is changed. */
export function SaveActions({ isChanged, busy, onUndo }: Props) {
  const { t } = useText();
  return (
    <div className="actions">
      <Button type="submit" disabled={!isChanged} loading={busy}>
        {t('common.save')}
      </Button>
      {onUndo && isChanged && (
        <Button variant="default" onClick={onUndo}>
          {t('common.cancel')}
        </Button>
      )}
    </div>
  );
}
