import type { AuditItem } from '../../../web/audit-schemas.ts';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { useActionText } from './actions.ts';
import { useFactText } from './audit-fact.ts';
import { AuditTarget } from './audit-target.tsx';

/** “Nguyễn Thị Hoa · Duyệt bản tin · hôm nay, 07:30”; the facts behind it unfold. */
export function AuditRow({ item }: { item: AuditItem }) {
  const { t } = useText();
  const actionText = useActionText();
  const factText = useFactText();
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
        {item.target && ' · '}
        <AuditTarget item={item} />
      </p>
      {facts.length > 0 && (
        <details>
          <summary>{t('audit.details')}</summary>
          <dl className="facts small">
            {facts.map(([key, value]) => {
              const [name, text] = factText(key, value);
              return (
                <div key={key} className="audit-fact">
                  <dt>{name}</dt>
                  <dd>{text}</dd>
                </div>
              );
            })}
          </dl>
        </details>
      )}
    </li>
  );
}
