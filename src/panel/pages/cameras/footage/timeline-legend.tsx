import { useText } from '../../../i18n/index.ts';

/** What the colours of the timeline mean. */
export function TimelineLegend() {
  const { t } = useText();
  return (
    <ul className="timeline-legend">
      <li>
        <span className="timeline-piece" data-kind="continuous" aria-hidden />
        {t('footage.reasons.continuous')}
      </li>
      <li>
        <span className="timeline-piece" data-kind="motion" aria-hidden />
        {t('footage.reasons.motion')}
      </li>
      <li>
        <span className="timeline-piece" data-gap="wrong" aria-hidden />
        {t('footage.legend.wrong')}
      </li>
      <li>
        <span className="timeline-piece" data-gap="none" aria-hidden />
        {t('footage.legend.none')}
      </li>
      <li>
        <span className="timeline-event" aria-hidden />
        {t('footage.legend.event')}
      </li>
      <li>
        <span className="timeline-kept" aria-hidden />
        {t('footage.legend.kept')}
      </li>
    </ul>
  );
}
