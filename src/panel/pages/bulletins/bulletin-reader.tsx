import type { BulletinDetail } from '../../../broadcast/schemas.ts';
import { BulletinPill } from '../../components/broadcast/pills.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { When } from '../../components/when.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { BulletinHistory } from './bulletin-history.tsx';
import './bulletin.css';

/** A bulletin for those who may not change it, and one that is put away. */
export function BulletinReader({ bulletin }: { bulletin: BulletinDetail }) {
  const { t } = useText();
  return (
    <>
      <PageHeader title={bulletin.title}>
        <span className="row-wrap">
          <BulletinPill state={bulletin.state} />
          <span>
            {bulletin.authorName} · <When at={bulletin.updatedAt} />
          </span>
          {bulletin.durationMs !== null && <span>{lengthText(bulletin.durationMs)}</span>}
        </span>
      </PageHeader>
      <div className="column">
        <section className="card bulletin-texts">
          <div>
            <h2>{t('bulletins.text')}</h2>
            <p className="written">{bulletin.text}</p>
          </div>
          <div>
            <h2>{t('bulletins.spoken')}</h2>
            <p className="written">{bulletin.spoken}</p>
          </div>
        </section>
        <BulletinHistory bulletin={bulletin} />
      </div>
    </>
  );
}
