import { Button } from '@mantine/core';
import { IconCloudOff, IconRefresh, IconTool } from '@tabler/icons-react';
import { Component, type ReactNode, useEffect } from 'react';
import { useText } from '../i18n/index.ts';
import { EmptyState } from './empty-state.tsx';
import { PartMissing } from './part.ts';

interface Props {
  children: ReactNode;
  /** What is shown: another one gets its own try. */
  of?: string;
  /** How the news is framed where it stands. */
  frame?: (news: ReactNode) => ReactNode;
}

/**
 * Where a part of the page fails, only that part goes, and says what to do; the stop and emergency buttons above it
 * stay.
 */
export class Boundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: Props): void {
    if (before.of !== this.props.of && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { children, frame = (news: ReactNode) => news } = this.props;
    const { error } = this.state;
    if (error === undefined) return children;
    return frame(error instanceof PartMissing ? <Missing /> : <Broken />);
  }
}

function Broken() {
  const { t } = useText();
  return (
    <div role="alert">
      <EmptyState icon={IconTool} title={t('broken.title')} action={<Reload />}>
        {t('broken.text')}
      </EmptyState>
    </div>
  );
}

const ASK_EVERY_MS = 3_000;
const RELOADED = 'tramso.reloaded';
/** Twice within this it would be no cure. */
const ONCE_IN_MS = 60_000;

/** Reloads by itself once the station answers: its new files are known only to its new start page. */
function Missing() {
  const { t } = useText();
  useEffect(() => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (Date.now() - last < ONCE_IN_MS) return;
    const ask = async () => {
      const answer = await fetch('/api/session', { headers: { 'x-tramso-passive': '1' } }).catch(
        () => undefined,
      );
      if (!answer?.ok) return;
      sessionStorage.setItem(RELOADED, String(Date.now()));
      location.reload();
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <div role="alert">
      <EmptyState icon={IconCloudOff} title={t('broken.missing')} action={<Reload />}>
        {t('broken.missingText')}
      </EmptyState>
    </div>
  );
}

function Reload() {
  const { t } = useText();
  return (
    <Button leftSection={<IconRefresh size={20} aria-hidden />} onClick={() => location.reload()}>
      {t('broken.reload')}
    </Button>
  );
}
