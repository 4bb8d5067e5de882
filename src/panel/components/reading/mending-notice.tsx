import { Button } from '@mantine/core';
import { IconArrowBackUp, IconWand } from '@tabler/icons-react';
import type { PastedText } from '../../api/pasted.ts';
import { type Translate, useText } from '../../i18n/index.ts';
import { Notice } from '../notice.tsx';
import type { Mending } from './mending.ts';

/** Offers to put a pasted text into the letters of today, with what would come of it; afterwards, the way back. */
export function MendingNotice({ mending }: { mending: Mending }) {
  const { t } = useText();
  const { offer, done } = mending;
  if (offer) {
    return (
      <Notice tone="warn" title={titleOf(offer, t)}>
        <div className="before-after">
          <Preview label={t('pasted.before')} text={offer.from} />
          <Preview label={t('pasted.after')} text={offer.text} />
        </div>
        <div className="actions">
          <Button leftSection={<IconWand size={20} aria-hidden />} onClick={mending.accept}>
            {t(offer.encoding ? 'pasted.convert' : 'pasted.tidy')}
          </Button>
          <Button variant="default" onClick={mending.dismiss}>
            {t('pasted.keep')}
          </Button>
        </div>
      </Notice>
    );
  }
  if (done) {
    return (
      <Notice
        tone="good"
        action={
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={20} aria-hidden />}
            onClick={mending.undo}
          >
            {t('pasted.undo')}
          </Button>
        }
      >
        {t(done.encoding ? 'pasted.converted' : 'pasted.tidied')}
      </Notice>
    );
  }
  return null;
}

function titleOf({ encoding, tidied }: PastedText, t: Translate): string {
  const what = tidied.map((kind) => t(`pasted.kinds.${kind}`)).join(', ');
  const found = encoding ? [t('pasted.legacy', { encoding: t(`pasted.encodings.${encoding}`) })] : [];
  return [...found, ...(what ? [t('pasted.untidy', { what })] : [])].join(' ');
}

function Preview({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <span className="small strong">{label}</span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a key must be able to reach it */}
      <section tabIndex={0} aria-label={label}>
        {text}
      </section>
    </div>
  );
}
