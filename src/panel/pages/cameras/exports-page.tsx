import { Button } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useExports } from '../../api/footage.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { CAMERAS_PATH } from '../../components/navigation.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { ExportCard } from './footage/export-card.tsx';
import '../../i18n/cameras.ts';
import './footage/player.css';

/** Parts of recordings that were taken out as files, or are about to be. */
export default function ExportsPage() {
  const { t } = useText();
  const exports = useExports();
  return (
    <>
      <PageHeader title={t('exports.title')} back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}>
        {t('exports.note')}
      </PageHeader>
      <QueryView query={exports} lineHeight={140} lines={3}>
        {() =>
          exports.items.length === 0 ? (
            <div className="card">
              <EmptyState
                icon={IconFileExport}
                title={t('exports.none')}
                action={
                  <Button component={Link} href={CAMERAS_PATH} variant="light">
                    {t('exports.toCameras')}
                  </Button>
                }
              >
                {t('exports.noneText')}
              </EmptyState>
            </div>
          ) : (
            <div className="column">
              {exports.items.map((item) => (
                <ExportCard
                  key={`${item.id} ${item.state}`}
                  given={item}
                  camera={item.cameraName || t('viewings.gone')}
                />
              ))}
              <LoadMore pages={exports} shown={exports.items.length} />
            </div>
          )
        }
      </QueryView>
    </>
  );
}
