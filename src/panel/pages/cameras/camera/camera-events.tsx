import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCameraEvents } from '../../../api/cameras.ts';
import { LoadMore } from '../../../components/load-more.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { useText } from '../../../i18n/index.ts';

/** What the camera has reported of itself: motion, tampering, its inputs. */
export function CameraEvents({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const events = useCameraEvents(camera.id);
  return (
    <section className="card column">
      <h2>{t('cameras.events.title')}</h2>
      <QueryView query={events} lines={3} lineHeight={40}>
        {() =>
          events.items.length === 0 ? (
            <p className="muted">{t(camera.onvif ? 'cameras.events.none' : 'cameras.events.never')}</p>
          ) : (
            <>
              <ul>
                {events.items.map(({ id, at, kind, active }) => (
                  <li key={id} className="event-line">
                    <span>
                      {active ? t(`cameras.events.begins.${kind}`) : t(`cameras.events.ends.${kind}`)}
                    </span>
                    <span className="muted small">
                      <When at={at} />
                    </span>
                  </li>
                ))}
              </ul>
              <LoadMore pages={events} shown={events.items.length} />
            </>
          )
        }
      </QueryView>
    </section>
  );
}
