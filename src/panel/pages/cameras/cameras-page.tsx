import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconEye,
  IconMap2,
  IconPlus,
  IconScreenShare,
  IconSettings,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { Link } from 'wouter';
import { useCameras } from '../../api/cameras.ts';
import { useRight } from '../../api/session.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { AlertLine } from './alert-line.tsx';
import { CameraList } from './camera-list.tsx';
import { SecuritySweep, SecuritySweepButton } from './security-sweep.tsx';
import '../../i18n/cameras.ts';

export default function CamerasPage() {
  const { t } = useText();
  const mayAdd = useRight('camera.write');
  const cameras = useCameras();
  const total = cameras.data?.length ?? 0;
  const watched = cameras.data?.filter(({ health }) => health.state !== 'off') ?? [];
  const add = mayAdd && (
    <Button component={Link} href="/cameras/add" leftSection={<IconPlus size={20} aria-hidden />}>
      {t('cameras.find')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('nav.cameras')}
        actions={
          <>
            {total > 0 && (
              <>
                <Button
                  component={Link}
                  href="/cameras/wall"
                  variant={mayAdd ? 'default' : 'filled'}
                  leftSection={<IconVideo size={20} aria-hidden />}
                >
                  {t('cameras.wall')}
                </Button>
                <Button
                  component={Link}
                  href="/cameras/map"
                  variant="default"
                  leftSection={<IconMap2 size={20} aria-hidden />}
                >
                  {t('cameras.map')}
                </Button>
              </>
            )}
            {mayAdd && total > 0 && <SecuritySweepButton />}
            {add}
            <OtherPages />
          </>
        }
      >
        {watched.length > 0 &&
          t('cameras.working', {
            working: watched.filter(({ health }) => ['ok', 'warning'].includes(health.state)).length,
            total: watched.length,
          })}
      </PageHeader>
      <QueryView query={cameras} lineHeight={72} lines={6}>
        {(all) =>
          all.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconVideo} title={t('cameras.empty')} action={add}>
                {t(mayAdd ? 'cameras.emptyText' : 'cameras.emptyForViewer')}
              </EmptyState>
            </div>
          ) : (
            <>
              <AlertLine isList />
              {mayAdd && <SecuritySweep />}
              <CameraList cameras={all} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

/** What is looked for now and then. */
function OtherPages() {
  const { t } = useText();
  const mayExport = useRight('camera.export');
  const mayWrite = useRight('camera.write');
  const mayAudit = useRight('audit.read');
  const page = (href: string, Sign: typeof IconEye, name: string) => (
    <Menu.Item component={Link} href={href} leftSection={<Sign size={20} aria-hidden />}>
      {name}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={40} aria-label={t('cameras.other')}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayExport && page('/cameras/exports', IconDownload, t('cameras.exports'))}
        {page('/cameras/removed', IconVideoOff, t('removed.title'))}
        {page('/cameras/relays', IconScreenShare, t('relays.title'))}
        {mayAudit && page('/cameras/viewings', IconEye, t('viewings.title'))}
        {mayWrite && page('/settings/cameras', IconSettings, t('cameras.settings'))}
      </Menu.Dropdown>
    </Menu>
  );
}
