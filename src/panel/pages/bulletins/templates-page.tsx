import { Button } from '@mantine/core';
import { IconAlertOctagon, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { EmergencyTemplate } from '../../../broadcast/schemas.ts';
import { useTemplates } from '../../api/emergency.ts';
import { useRight } from '../../api/session.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { TemplateCard } from './template-card.tsx';
import { TemplateDialog } from './template-dialog.tsx';
import './bulletin.css';
import '../../i18n/readings.ts';

/** Emergency texts, written and released before they are needed. */
export default function TemplatesPage() {
  const { t } = useText();
  const templates = useTemplates();
  const mayWrite = useRight('emergency.template');
  const [edited, setEdited] = useState<EmergencyTemplate | 'new'>();
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setEdited('new')}>
      {t('templates.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('templates.title')} actions={add}>
        {t('templates.note')}
      </PageHeader>
      <QueryView query={templates} lineHeight={120}>
        {(items) =>
          items.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconAlertOctagon} title={t('templates.empty')} action={add}>
                {t('templates.emptyText')}
              </EmptyState>
            </div>
          ) : (
            <div className="column">
              {items.map((template) => (
                <TemplateCard key={template.id} template={template} onEdit={() => setEdited(template)} />
              ))}
            </div>
          )
        }
      </QueryView>
      {edited && (
        <TemplateDialog
          template={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}
