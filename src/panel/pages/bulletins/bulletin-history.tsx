import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { BulletinDetail } from '../../../broadcast/schemas.ts';
import { Dialog } from '../../components/dialog.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';

/** Every version that was ever saved, newest first. */
export function BulletinHistory({ bulletin }: { bulletin: BulletinDetail }) {
  const { t } = useText();
  const [shown, setShown] = useState<BulletinDetail['versions'][number]>();
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('bulletins.versions')}</h2>
      </div>
      <ul className="rows">
        {bulletin.versions.map((version) => (
          <li key={version.version} className="rows-item">
            <span className="grow column-tight">
              <span className="strong">{t('common.version', { version: version.version })}</span>
              <span className="muted small">
                {version.authorName} · <When at={version.createdAt} show="full" />
              </span>
            </span>
            <Button
              variant="subtle"
              leftSection={<IconHistory size={20} aria-hidden />}
              onClick={() => setShown(version)}
            >
              {t('bulletins.showVersion')}
            </Button>
          </li>
        ))}
      </ul>
      <Dialog
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown ? t('common.version', { version: shown.version }) : ''}
        size="lg"
      >
        <div className="column">
          <h2>{shown?.title}</h2>
          <p className="written">{shown?.text}</p>
        </div>
      </Dialog>
    </section>
  );
}
