import type { AuditItem } from '../../../web/audit-schemas.ts';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { useActionText } from './actions.ts';

/** “Nguyễn Thị Hoa · Duyệt bản tin · hôm nay, 07:30”; the facts behind it unfold. */
export function AuditRow({ item }: { item: AuditItem }) {
  const { t } = useText();
  const actionText = useActionText();
  const facts = Object.entries(item.details);
  return (
    <li className="audit-item">
      <div className="row-wrap">
        <span className="muted small numbers audit-number">{item.id}</span>
        <span className="strong grow">{actionText(item.action)}</span>
        <span className="muted small">
          <When at={item.at} show="full" />
        </span>
      </div>
      <p className="muted small">
        {item.actor}
        {item.address && ` · ${t('audit.address', { address: item.address })}`}
        {item.target && ` · ${item.target}`}
      </p>
      {facts.length > 0 && (
        <details>
          <summary>{t('audit.details')}</summary>
          <dl className="facts small">
            {facts.map(([name, value]) => (
              <div key={name} className="audit-fact">
                <dt>{name}</dt>
                <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
