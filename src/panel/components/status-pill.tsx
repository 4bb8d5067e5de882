import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './status-pill.css';

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'alarm';

/** A state in a word. The tone never says more than the word does: some people can't tell the colours apart. */
export function StatusPill({ tone, icon: Mark, children }: { tone: Tone; icon?: Icon; children: ReactNode }) {
  return (
    <span className={`pill pill-${tone}`}>
      {Mark && <Mark size={16} stroke={2} aria-hidden />}
      {children}
    </span>
  );
}
