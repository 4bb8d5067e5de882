import {
  type Icon,
  IconBellRinging,
  IconBuildingBroadcastTower,
  IconCalendarWeek,
  IconClipboardList,
  IconFileText,
  IconHome,
  IconSettings,
  IconShieldCheck,
  IconUsers,
  IconVideo,
} from '@tabler/icons-react';
import type { Right } from '../../web/roles.ts';
import type vi from '../i18n/vi.ts';

export interface NavigationItem {
  path: string;
  label: `nav.${Exclude<keyof typeof vi.nav, 'label' | 'skip' | 'topBar' | 'openAlerts'>}`;
  icon: Icon;
  /** Shown to whoever has one of these. */
  rights: Right[];
  /** Stands in the bottom bar of a phone; the rest is behind *Thêm*. */
  primary: boolean;
}

/** The page that is marked with a count of what is open there. */
export const ALERTS_PATH = '/alerts';

/** Where commune police begin, who see nothing else. */
export const CAMERAS_PATH = '/cameras';

/** The pages, in the order of an officer's day. */
export const NAVIGATION: NavigationItem[] = [
  { path: '/', label: 'nav.today', icon: IconHome, rights: ['playout.read'], primary: true },
  {
    path: '/bulletins',
    label: 'nav.bulletins',
    icon: IconFileText,
    rights: ['bulletin.read'],
    primary: true,
  },
  {
    path: '/schedules',
    label: 'nav.schedules',
    icon: IconCalendarWeek,
    rights: ['schedule.read'],
    primary: true,
  },
  {
    path: '/speakers',
    label: 'nav.speakers',
    icon: IconBuildingBroadcastTower,
    rights: ['speaker.read'],
    primary: true,
  },
  { path: CAMERAS_PATH, label: 'nav.cameras', icon: IconVideo, rights: ['camera.view'], primary: false },
  { path: '/log', label: 'nav.log', icon: IconClipboardList, rights: ['playout.read'], primary: false },
  { path: ALERTS_PATH, label: 'nav.alerts', icon: IconBellRinging, rights: ['alert.read'], primary: false },
  { path: '/users', label: 'nav.users', icon: IconUsers, rights: ['user.manage'], primary: false },
  { path: '/audit', label: 'nav.audit', icon: IconShieldCheck, rights: ['audit.read'], primary: false },
  {
    path: '/settings',
    label: 'nav.settings',
    icon: IconSettings,
    rights: ['settings.read', 'system.read'],
    primary: false,
  },
];

/** Whether the page at `path` or below it is the one shown. */
export function isCurrent(item: NavigationItem, location: string): boolean {
  return item.path === '/'
    ? location === '/'
    : location === item.path || location.startsWith(`${item.path}/`);
}
