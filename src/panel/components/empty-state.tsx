import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './empty-state.css';

interface Props {
  icon: Icon;
  title: string;
  /** What to do next. */
  children?: ReactNode;
  action?: ReactNode;
}

/** What stands where a list would, while there is nothing: says so, and what to do next. */
export function EmptyState({ icon: Mark, title, children, action }: Props) {
  return (
    <div className="empty-state">
      <span className="empty-state-mark">
        <Mark size={32} stroke={1.5} aria-hidden />
      </span>
      <h2>{title}</h2>
      {children && <div className="muted empty-state-text">{children}</div>}
      {action && <div className="actions">{action}</div>}
    </div>
  );
}
