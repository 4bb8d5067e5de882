import { useCommune } from '../api/commune.ts';
import { useRight } from '../api/session.ts';
import { useText } from '../i18n/index.ts';

/** The mark: a horn and its waves. */
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="14" fill="#0f6f78" />
      <path d="M14 27h8l15-11v32L22 37h-8z" fill="#fff" />
      <path
        d="M43 24a11 11 0 0 1 0 16M48.5 18a20 20 0 0 1 0 28"
        fill="none"
        stroke="#8fdcd5"
        strokeWidth="4"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function Brand() {
  const { t } = useText();
  const commune = useCommune(useRight('commune.read'));
  return (
    <div className="brand">
      <Mark size={40} />
      <div className="column-tight brand-text">
        <span className="brand-name">{t('app.name')}</span>
        <span className="brand-commune clip">{commune.data?.title}</span>
      </div>
    </div>
  );
}
