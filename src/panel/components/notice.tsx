import { type Icon, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './notice.css';

const MARKS: Record<'info' | 'good' | 'warn' | 'bad', Icon> = {
  info: IconInfoCircle,
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconAlertTriangle,
};

interface Props {
  tone: 'info' | 'good' | 'warn' | 'bad';
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** A message that belongs to the part of the page around it. Bad news is read out at once. */
export function Notice({ tone, title, children, action }: Props) {
  const Mark = MARKS[tone];
  return (
    <div className={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Mark size={22} stroke={1.75} aria-hidden />
      <div className="grow column-tight">
        {title && <p className="strong">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}
