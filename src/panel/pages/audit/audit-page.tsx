import { Button, NativeSelect } from '@mantine/core';
import { IconShieldCheck, IconShieldSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { DAY_MS, localInstant } from '../../../clock.ts';
import { useAudit, useVerifyAudit } from '../../api/audit.ts';
import { useUsers } from '../../api/users.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Failure } from '../../components/failure.tsx';
import { DayField } from '../../components/fields/day-field.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import '../../i18n/actions.ts';
import { AUDIT_ACTIONS, useActionText } from './actions.ts';
import { AuditRow } from './audit-row.tsx';
import './audit.css';

export default function AuditPage() {
  const { t } = useText();
  const actionText = useActionText();
  const users = useUsers();
  const verify = useVerifyAudit();
  const [actor, setActor] = useState('');
  const [action, setAction] = useState('');
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const audit = useAudit({
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(from ? { from: localInstant(from, '00:00') ?? 0 } : {}),
    ...(to ? { to: (localInstant(to, '00:00') ?? 0) + DAY_MS - 1 } : {}),
  });
  return (
    <>
      <PageHeader
        title={t('audit.title')}
        actions={
          <Button
            variant="default"
            leftSection={<IconShieldSearch size={20} aria-hidden />}
            onClick={() => verify.mutate()}
            loading={verify.isPending}
          >
            {t('audit.verify')}
          </Button>
        }
      >
        {t('audit.note')}
      </PageHeader>
      <div className="column">
        <Failure error={verify.error} />
        {verify.data &&
          (verify.data.ok ? (
            <Notice tone="good">{t('audit.verified', { count: verify.data.checked })}</Notice>
          ) : (
            <Notice tone="bad">
              {verify.data.brokenAt === null
                ? t('audit.brokenWhole')
                : t('audit.broken', { at: verify.data.brokenAt })}
            </Notice>
          ))}
        <div className="audit-filters">
          <NativeSelect
            label={t('audit.who')}
            value={actor}
            onChange={(event) => setActor(event.currentTarget.value)}
            data={[
              { value: '', label: t('audit.everybody') },
              ...(users.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <NativeSelect
            label={t('audit.action')}
            value={action}
            onChange={(event) => setAction(event.currentTarget.value)}
            data={[
              { value: '', label: t('audit.everything') },
              ...AUDIT_ACTIONS.map((value) => ({ value, label: actionText(value) })),
            ]}
          />
          <DayField label={t('audit.from')} value={from} onChange={setFrom} />
          <DayField label={t('audit.to')} value={to} onChange={setTo} />
        </div>
        <QueryView query={audit} lineHeight={56} lines={6}>
          {() =>
            audit.items.length === 0 ? (
              <div className="card">
                <EmptyState icon={IconShieldCheck} title={t('audit.empty')}>
                  {t('audit.emptyText')}
                </EmptyState>
              </div>
            ) : (
              <>
                <ul className="rows">
                  {audit.items.map((item) => (
                    <AuditRow key={item.id} item={item} />
                  ))}
                </ul>
                <LoadMore pages={audit} shown={audit.items.length} total={audit.total} />
              </>
            )
          }
        </QueryView>
      </div>
    </>
  );
}
