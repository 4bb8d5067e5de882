import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { useRight } from '../api/session.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { CAMERAS_PATH } from '../components/navigation.ts';
import { PageHeader } from '../components/page-header.tsx';
import { part } from '../components/part.ts';
import { Placeholder } from '../components/query-view.tsx';
import { useNavigation } from '../components/side-nav.tsx';
import { useText } from '../i18n/index.ts';

const TodayPage = part(() => import('./today/today-page.tsx'));
const BulletinsPage = part(() => import('./bulletins/bulletins-page.tsx'));
const BulletinPage = part(() => import('./bulletins/bulletin-page.tsx'));
const TemplatesPage = part(() => import('./bulletins/templates-page.tsx'));
const SchedulesPage = part(() => import('./schedules/schedules-page.tsx'));
const SchedulePage = part(() => import('./schedules/schedule-page.tsx'));
const SpeakersPage = part(() => import('./speakers/speakers-page.tsx'));
const SpeakerPage = part(() => import('./speakers/speaker-page.tsx'));
const AddSpeakerPage = part(() => import('./speakers/add-speaker-page.tsx'));
const CamerasPage = part(() => import('./cameras/cameras-page.tsx'));
const AddCamerasPage = part(() => import('./cameras/add/add-cameras-page.tsx'));
const MapPage = part(() => import('./cameras/map/map-page.tsx'));
const CameraPage = part(() => import('./cameras/camera/camera-page.tsx'));
const WallPage = part(() => import('./cameras/wall/wall-page.tsx'));
const FootagePage = part(() => import('./cameras/footage-page.tsx'));
const ExportsPage = part(() => import('./cameras/exports-page.tsx'));
const RemovedPage = part(() => import('./cameras/removed-page.tsx'));
const RelaysPage = part(() => import('./cameras/relays-page.tsx'));
const ViewingsPage = part(() => import('./cameras/viewings-page.tsx'));
const LogPage = part(() => import('./log/log-page.tsx'));
const PlayoutPage = part(() => import('./log/playout-page.tsx'));
const AlertsPage = part(() => import('./alerts/alerts-page.tsx'));
const UsersPage = part(() => import('./users/users-page.tsx'));
const AuditPage = part(() => import('./audit/audit-page.tsx'));
const SettingsPage = part(() => import('./settings/settings-page.tsx'));
const AccountPage = part(() => import('./account/account-page.tsx'));

/** Whatever is no page of the cameras. */
const ELSEWHERE = /^(?!\/cameras(?:\/|$))/;

/** Every address of the panel; each page is loaded when it is first opened. */
export function Pages() {
  const onlyCameras = useNavigation().every(({ path }) => path === CAMERAS_PATH);
  return (
    <Suspense fallback={<Placeholder lines={4} lineHeight={72} />}>
      <Switch>
        <Route path="/account" component={AccountPage} />
        {onlyCameras && (
          <Route path={ELSEWHERE}>
            <Redirect to={CAMERAS_PATH} replace />
          </Route>
        )}
        <Route path="/" component={TodayPage} />
        <Route path="/bulletins" component={BulletinsPage} />
        <Route path="/bulletins/emergency" component={TemplatesPage} />
        <Route path="/bulletins/:id">{({ id }) => <BulletinPage key={id} id={id} />}</Route>
        <Route path="/schedules" component={SchedulesPage} />
        <Route path="/schedules/:id">{({ id }) => <SchedulePage key={id} id={id} />}</Route>
        <Route path="/speakers" component={SpeakersPage} />
        <Route path="/speakers/add" component={AddSpeakerPage} />
        <Route path="/speakers/:id">{({ id }) => <SpeakerPage key={id} id={id} />}</Route>
        <Route path="/cameras" component={CamerasPage} />
        <Route path="/cameras/add" component={AddCamerasPage} />
        <Route path="/cameras/map" component={MapPage} />
        <Route path="/cameras/wall" component={WallPage} />
        <Route path="/cameras/exports" component={ExportsPage} />
        <Route path="/cameras/removed" component={RemovedPage} />
        <Route path="/cameras/relays" component={RelaysPage} />
        <Route path="/cameras/viewings" component={ViewingsPage} />
        <Route path="/cameras/:id">{({ id }) => <CameraPage key={id} id={id} />}</Route>
        <Route path="/cameras/:id/footage">{({ id }) => <FootagePage key={id} id={id} />}</Route>
        <Route path="/log" component={LogPage} />
        <Route path="/log/:id">{({ id }) => <PlayoutPage key={id} id={id} />}</Route>
        <Route path="/alerts" component={AlertsPage} />
        <Route path="/users" component={UsersPage} />
        <Route path="/audit" component={AuditPage} />
        <Route path="/settings">
          <Redirect to={useRight('settings.read') ? '/settings/commune' : '/settings/station'} replace />
        </Route>
        <Route path="/settings/:section">{({ section }) => <SettingsPage section={section} />}</Route>
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}

function NotFound() {
  const { t } = useText();
  return (
    <>
      <PageHeader title={t('notFound.title')} />
      <EmptyState
        icon={IconMapQuestion}
        title={t('notFound.title')}
        action={
          <Button component={Link} href="/">
            {t('notFound.home')}
          </Button>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </>
  );
}
