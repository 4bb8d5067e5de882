import { Link } from 'wouter';
import type { AuditItem } from '../../../web/audit-schemas.ts';
import { useCameras } from '../../api/cameras.ts';
import { useZones } from '../../api/commune.ts';
import { useSettings } from '../../api/settings.ts';
import { useSpeakers } from '../../api/speakers.ts';
import { useUsers } from '../../api/users.ts';
import { useText } from '../../i18n/index.ts';
import texts from '../../i18n/vi/actions.ts';

type Kind = keyof typeof texts.auditTargets;

const isKnown = (kind: string): kind is Kind => Object.hasOwn(texts.auditTargets, kind);

/** Where the page of a thing is. */
const PAGES: Partial<Record<Kind, string>> = {
  bulletin: '/bulletins',
  schedule: '/schedules',
  playout: '/log',
  speaker: '/speakers',
  camera: '/cameras',
};

/** What was done something with, by its name: “Bản tin “Tiêm chủng””, a link where it has a page. */
export function AuditTarget({ item }: { item: AuditItem }) {
  const { t } = useText();
  const nameOf = useNames();
  const { target } = item;
  if (!target) return null;
  const [kind = ''] = target.split(':');
  const id = target.slice(kind.length + 1);
  if (!isKnown(kind)) return target;
  const { title, name } = item.details as Record<string, unknown>;
  const named = [title, name, nameOf(kind, id), kind === 'folder' && id].find(
    (one) => typeof one === 'string' && one !== '',
  );
  const text = named
    ? t('audit.named', { kind: t(`auditTargets.${kind}`), name: named })
    : t(`auditTargets.${kind}`);
  const page = PAGES[kind];
  return page ? <Link href={`${page}/${id}`}>{text}</Link> : text;
}

/** The names of things whose lists the panel has at hand. */
function useNames(): (kind: Kind, id: string) => string | undefined {
  const users = useUsers();
  const speakers = useSpeakers();
  const cameras = useCameras();
  const zones = useZones();
  const settings = useSettings();
  const { language } = useText();
  const sections = settings.data?.map(({ name, title }) => ({ id: name, name: title[language] }));
  return (kind, id) => {
    const lists: Partial<Record<Kind, { id: string; name: string }[] | undefined>> = {
      user: users.data,
      speaker: speakers.data,
      camera: cameras.data,
      zone: zones.data,
      settings: sections,
    };
    return lists[kind]?.find((one) => one.id === id)?.name;
  };
}
