import { useBulletin } from '../../api/bulletins.ts';
import { useRight } from '../../api/session.ts';
import { QueryView } from '../../components/query-view.tsx';
import { BulletinEditor } from './bulletin-editor.tsx';
import { BulletinReader } from './bulletin-reader.tsx';
import '../../i18n/readings.ts';

/** One bulletin, or a new one: to be written by whoever may, else read. */
export default function BulletinPage({ id }: { id: string }) {
  const mayWrite = useRight('bulletin.write');
  const isNew = id === 'new';
  const bulletin = useBulletin(isNew ? undefined : id);
  if (isNew) return <BulletinEditor bulletin={undefined} />;
  return (
    <QueryView page query={bulletin} lines={3} lineHeight={120}>
      {(data) =>
        mayWrite && data.state !== 'archived' ? (
          <BulletinEditor bulletin={data} />
        ) : (
          <BulletinReader bulletin={data} />
        )
      }
    </QueryView>
  );
}
