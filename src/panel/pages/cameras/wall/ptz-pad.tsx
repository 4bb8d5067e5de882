import {
  type Icon,
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconMinus,
  IconPlayerStop,
  IconPlus,
} from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { moveCamera, type Speed, stopCamera } from '../../../api/wall.ts';
import { useErrorText } from '../../../components/error-text.ts';
import { FilterChips } from '../../../components/filter-chips.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useText } from '../../../i18n/index.ts';
import { atSpeed, directionOf, steers } from '../../../live/held-keys.ts';
import { STILL, Steering } from '../../../live/steering.ts';
import './ptz-pad.css';

const SPEEDS = { slow: 0.2, middle: 0.5, fast: 1 } as const;
type SpeedName = keyof typeof SPEEDS;
const SPEED_NAMES = Object.keys(SPEEDS) as SpeedName[];

/** What a button does while it is held. */
const BUTTONS = [
  { name: 'up', icon: IconArrowUp, towards: { ...STILL, tilt: 1 } },
  { name: 'left', icon: IconArrowLeft, towards: { ...STILL, pan: -1 } },
  { name: 'right', icon: IconArrowRight, towards: { ...STILL, pan: 1 } },
  { name: 'down', icon: IconArrowDown, towards: { ...STILL, tilt: -1 } },
  { name: 'in', icon: IconPlus, towards: { ...STILL, zoom: 1 } },
  { name: 'out', icon: IconMinus, towards: { ...STILL, zoom: -1 } },
] as const satisfies { name: string; icon: Icon; towards: Speed }[];

/** Turns a camera for as long as a button or an arrow key is held; lets go of it whatever happens to the page. */
export function PtzPad({ cameraId }: { cameraId: string }) {
  const { t } = useText();
  const errorText = useErrorText();
  const help = useId();
  const [speed, setSpeed] = useState<SpeedName>('middle');
  const [error, setError] = useState<unknown>();
  const keys = useRef(new Set<string>());
  const steering = useMemo(
    () =>
      new Steering(
        { move: (way, ms) => moveCamera(cameraId, way, ms), stop: () => stopCamera(cameraId) },
        setError,
      ),
    [cameraId],
  );
  useEffect(() => {
    const letGo = () => {
      keys.current.clear();
      steering.release();
    };
    window.addEventListener('blur', letGo);
    document.addEventListener('visibilitychange', letGo);
    return () => {
      window.removeEventListener('blur', letGo);
      document.removeEventListener('visibilitychange', letGo);
      letGo();
    };
  }, [steering]);

  const follow = () => steering.hold(atSpeed(directionOf(keys.current), SPEEDS[speed]));
  const pressed = (event: KeyboardEvent) => {
    if (!steers(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    keys.current.add(event.key);
    follow();
  };
  const released = ({ key }: KeyboardEvent) => {
    if (keys.current.delete(key)) follow();
  };
  // A finger or the mouse is followed wherever it goes; keys are no longer heard.
  const left = () => {
    if (keys.current.size === 0) return;
    keys.current.clear();
    steering.release();
  };

  return (
    <div className="column">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not hear the keys */}
      <div
        role="group"
        className="ptz"
        aria-label={t('ptz.title')}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys steer from here
        tabIndex={0}
        onKeyDown={pressed}
        onKeyUp={released}
        onBlur={left}
      >
        {BUTTONS.map(({ name, icon: Mark, towards }) => (
          <button
            key={name}
            type="button"
            className={`ptz-button ptz-${name}`}
            aria-label={t(`ptz.${name}`)}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              steering.hold(atSpeed(towards, SPEEDS[speed]));
            }}
            onPointerUp={() => steering.release()}
            onPointerCancel={() => steering.release()}
            onLostPointerCapture={() => steering.release()}
            onContextMenu={(event) => event.preventDefault()}
            // A press without a pointer: Enter, Space, a screen reader.
            onClick={({ detail }) => detail === 0 && void steering.nudge(atSpeed(towards, SPEEDS[speed]))}
          >
            <Mark size={24} aria-hidden />
          </button>
        ))}
        <button
          type="button"
          className="ptz-button ptz-stop"
          aria-label={t('ptz.stop')}
          onClick={() => void stopCamera(cameraId).then(() => setError(undefined), setError)}
        >
          <IconPlayerStop size={22} aria-hidden />
        </button>
      </div>
      <p id={help} className="muted small">
        {t('ptz.help')} <span className="for-keys">{t('ptz.keys')}</span>
      </p>
      <FilterChips
        label={t('ptz.speed')}
        value={speed}
        onChange={setSpeed}
        options={SPEED_NAMES.map((value) => ({ value, label: t(`ptz.speeds.${value}`) }))}
      />
      {error !== undefined && <Notice tone="bad">{errorText(error)}</Notice>}
    </div>
  );
}
