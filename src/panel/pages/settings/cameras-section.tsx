import type { SettingsSection } from '../../api/settings.ts';
import { AdvisoriesCard } from './advisories-card.tsx';
import { SectionForm } from './section-form.tsx';
import { StorageCard } from './storage-card.tsx';
import '../../i18n/cameras.ts';

/** The settings of the cameras, where the recordings lie, and the list of known flaws that their firmware is compared with. */
export default function CamerasSection({ section }: { section: SettingsSection }) {
  return (
    <div className="column">
      <SectionForm section={section} />
      <StorageCard />
      <AdvisoriesCard />
    </div>
  );
}
