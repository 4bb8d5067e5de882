import { type Icon, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import './needs-me.css';

interface Props {
  href: string;
  icon: Icon;
  title: string;
  children?: ReactNode;
}

/** One thing that waits for somebody, and the way to it. */
export function Need({ href, icon: Mark, title, children }: Props) {
  return (
    <Link href={href} className="rows-item">
      <Mark size={24} stroke={1.75} aria-hidden className="needs-mark" />
      <span className="grow column-tight">
        <span className="strong">{title}</span>
        {children && <span className="muted small">{children}</span>}
      </span>
      <IconChevronRight size={20} aria-hidden />
    </Link>
  );
}
