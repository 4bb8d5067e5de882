import { useRight } from '../../../api/session.ts';
import { AccessCard } from './access-card.tsx';
import { BackupCard } from './backup-card.tsx';
import { HealthCard } from './health-card.tsx';

/** *Trạm Số*: how it is, where it answers, its backups. */
export default function StationSection() {
  const mayManage = useRight('system.manage');
  return (
    <div className="column">
      <HealthCard />
      <AccessCard />
      <BackupCard mayManage={mayManage} />
    </div>
  );
}
