import { IconChevronLeft } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useText } from '../i18n/index.ts';
import './page-header.css';

interface Props {
  title: string;
  /** One line that says what the page is for, or what is shown. */
  children?: ReactNode;
  actions?: ReactNode;
  /** The page that this one belongs to. */
  back?: { href: string; name: string } | undefined;
}

let firstPage = true;

/** The heading of a page: names the browser tab, and takes the focus so that a screen reader says where it is. */
export function PageHeader({ title, children, actions, back }: Props) {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  useEffect(() => {
    if (!firstPage) heading.current?.focus({ preventScroll: true });
    firstPage = false;
    window.scrollTo(0, 0);
  }, []);
  return (
    <header className="page-header">
      {back && (
        <div className="page-back small">
          <Link href={back.href}>
            <IconChevronLeft size={18} aria-hidden />
            {back.name}
          </Link>
        </div>
      )}
      <div className="grow">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children && <div className="muted page-header-note">{children}</div>}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </header>
  );
}
