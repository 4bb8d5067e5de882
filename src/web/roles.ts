/**
 * The one table of who may do what. A route names the right it needs; a user holds one role.
 * admin quản trị · editor biên tập · approver duyệt phát · viewer giám sát · police công an xã.
 */
export const ROLES = ['admin', 'editor', 'approver', 'viewer', 'police'] as const;
export type Role = (typeof ROLES)[number];

const RIGHTS_TABLE = {
  'commune.read': ['admin', 'editor', 'approver', 'viewer'],
  'commune.write': ['admin'],
  'device.read': ['admin', 'editor', 'approver', 'viewer'],
  'speaker.read': ['admin', 'editor', 'approver', 'viewer'],
  'speaker.write': ['admin'],
  'bulletin.read': ['admin', 'editor', 'approver', 'viewer'],
  'bulletin.write': ['admin', 'editor', 'approver'],
  'bulletin.approve': ['admin', 'approver'],
  'schedule.read': ['admin', 'editor', 'approver', 'viewer'],
  'schedule.write': ['admin', 'editor', 'approver'],
  'playout.read': ['admin', 'editor', 'approver', 'viewer'],
  /** Dừng tất cả: whoever sees something wrong on air may silence it. */
  'playout.stop': ['admin', 'editor', 'approver'],
  /** Phát khẩn cấp from free text, with the PIN. */
  'emergency.play': ['admin', 'approver'],
  /** Phát khẩn cấp from a template that an approver released beforehand. */
  'emergency.template': ['admin', 'approver', 'editor'],
  'alert.read': ['admin', 'editor', 'approver', 'viewer'],
  'alert.acknowledge': ['admin', 'editor', 'approver'],
  /** Lists, live pictures, snapshots and their recordings. */
  'camera.view': ['admin', 'viewer', 'police'],
  'camera.move': ['admin', 'police'],
  /** Takes pictures out of the house: a range as a file, with a reason. Protecting a range belongs to it. */
  'camera.export': ['admin', 'police'],
  /** Adds, changes, removes, checks; recording modes; relays. */
  'camera.write': ['admin'],
  'user.manage': ['admin'],
  'audit.read': ['admin'],
  'settings.read': ['admin'],
  'settings.write': ['admin'],
  'system.read': ['admin', 'viewer'],
  'system.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof RIGHTS_TABLE;

export const RIGHTS = Object.keys(RIGHTS_TABLE) as Right[];

export function hasRight(role: Role, right: Right): boolean {
  return (RIGHTS_TABLE[right] as readonly Role[]).includes(role);
}

/** Everything a role may do, for the panel to show or hide. */
export function rightsOf(role: Role): Right[] {
  return RIGHTS.filter((right) => hasRight(role, right));
}
