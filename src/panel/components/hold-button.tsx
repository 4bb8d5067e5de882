import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useText } from '../i18n/index.ts';
import './hold-button.css';

const HOLD_MS = 2000;
/** How long a first plain press counts, for those whose device can't hold (screen readers, switches). */
const ARMED_MS = 8000;
const ARM_PAUSE_MS = 1000;

interface Props {
  children: ReactNode;
  onConfirm: () => void;
  disabled?: boolean;
  busy?: boolean;
}

/**
 * Must be held for two seconds with mouse, finger, Enter or Space. A press that can't be held (a screen reader's)
 * arms it, and a second one at least a second later confirms.
 */
export function HoldButton({ children, onConfirm, disabled = false, busy = false }: Props) {
  const { t } = useText();
  const help = useId();
  const [holding, setHolding] = useState(false);
  const [armedAt, setArmedAt] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const off = disabled || busy;

  const release = () => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (armedAt === 0) return;
    const end = setTimeout(() => setArmedAt(0), ARMED_MS);
    return () => clearTimeout(end);
  }, [armedAt]);

  const hold = () => {
    if (off) return;
    clearTimeout(timer.current);
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      onConfirm();
    }, HOLD_MS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (!event.repeat) hold();
  };
  const onClick = (event: MouseEvent) => {
    // Pointers and keys hold; the clicks that are left come from software (detail 0), such as a screen reader.
    if (off || event.detail !== 0) return;
    if (armedAt === 0) setArmedAt(Date.now());
    else if (Date.now() - armedAt >= ARM_PAUSE_MS) {
      setArmedAt(0);
      onConfirm();
    }
  };

  return (
    <div className="hold">
      <button
        type="button"
        className="hold-button"
        data-holding={holding || undefined}
        aria-disabled={off}
        aria-describedby={help}
        onPointerDown={(event) => event.button === 0 && hold()}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => {
          event.preventDefault();
          release();
        }}
        onBlur={release}
        onClick={onClick}
      >
        <span className="hold-fill" />
        <span className="hold-label">{busy ? t('hold.busy') : children}</span>
      </button>
      <p id={help} className="muted small" aria-live="polite">
        {armedAt !== 0 ? (
          t('hold.again')
        ) : holding ? (
          t('hold.holding')
        ) : (
          <>
            {t('hold.help')} <span className="for-keys">{t('hold.keys')}</span>
          </>
        )}
      </p>
    </div>
  );
}
