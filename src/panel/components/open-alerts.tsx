import { useRight } from '../api/session.ts';
import { useToday } from '../api/today.ts';
import { useText } from '../i18n/index.ts';

/** The number of alerts that nobody has taken on, beside the name of their page. Nothing where there is none. */
export function OpenAlerts() {
  return useRight('alert.read') ? <Count /> : null;
}

function Count() {
  const { t } = useText();
  const count = useToday().data?.needsMe.alerts ?? 0;
  if (count === 0) return null;
  return (
    <span className="nav-count numbers">
      <span aria-hidden>{count}</span>
      <span className="hidden">{t('nav.openAlerts', { count })}</span>
    </span>
  );
}
