import { IconBellRinging } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useCameraSummary } from '../../api/camera-summary.ts';
import { useRight } from '../../api/session.ts';
import { useText } from '../../i18n/index.ts';
import '../../i18n/camera-summary.ts';
import './alert-line.css';

/**
 * What is the matter with the cameras in one thin line: how many alerts are open and the gravest of them. Nothing where
 * there is none. Whoever may not read alerts (commune police) is led to the cameras themselves.
 */
export function AlertLine({ isList = false }: { isList?: boolean }) {
  const { t, language } = useText();
  const mayRead = useRight('alert.read');
  const { data } = useCameraSummary();
  if (!data?.worst) return null;
  const { alerts, worst } = data;
  const title = language === 'en' ? worst.titleEn : worst.title;
  const text = alerts > 1 ? t('cameraSummary.worst', { title }) : title;
  return (
    <section
      className="alert-line small"
      data-critical={worst.severity === 'critical' || undefined}
      aria-label={t('cameraSummary.label')}
    >
      <IconBellRinging size={18} aria-hidden />
      <span className="strong alert-line-count">{t('cameraSummary.alerts', { count: alerts })}</span>
      <span className="grow clip" title={title}>
        {text}
      </span>
      {mayRead ? (
        <Link href="/alerts">{t('cameraSummary.toAlerts')}</Link>
      ) : (
        !isList && <Link href="/cameras">{t('cameraSummary.toCameras')}</Link>
      )}
    </section>
  );
}
