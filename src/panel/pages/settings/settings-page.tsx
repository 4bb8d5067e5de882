import { Suspense, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useRight } from '../../api/session.ts';
import { useSettings } from '../../api/settings.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { part } from '../../components/part.ts';
import { Placeholder, QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { CommuneSection } from './commune-section.tsx';
import { SectionForm } from './section-form.tsx';
import { ZonesSection } from './zones-section.tsx';
import './settings.css';

const StationSection = part(() => import('./station/station-section.tsx'));
const SpeechSection = part(() => import('./speech/speech-section.tsx'));
const CamerasSection = part(() => import('./cameras-section.tsx'));
/** Voices are set up on one page, whatever section a setting of theirs is in. */
const isSpeech = (name: string) => name === 'speech' || name.startsWith('speech.');

interface Entry {
  path: string;
  label: string;
}

/** Sections beside each other; those of the slices are drawn from their schemas. */
export default function SettingsPage({ section }: { section: string }) {
  const { t, language } = useText();
  const mayRead = useRight('settings.read');
  const maySee = useRight('system.read');
  const settings = useSettings(mayRead);
  const slices = settings.data ?? [];
  const entries: Entry[] = [
    ...(mayRead
      ? [
          { path: 'commune', label: t('settings.commune') },
          { path: 'zones', label: t('settings.zones') },
          ...slices
            .filter(({ name }) => name === 'speech' || !isSpeech(name))
            .map(({ name, title }) => ({ path: name, label: title[language] })),
        ]
      : []),
    ...(maySee ? [{ path: 'station', label: t('settings.station') }] : []),
  ];
  const shown = isSpeech(section) ? 'speech' : section;
  const nav = useRef<HTMLElement>(null);
  // On a phone the sections stand in one line, longer than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: both change what stands in the line
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [section, entries.length]);
  return (
    <>
      <PageHeader title={t('nav.settings')} />
      <div className="settings">
        <nav ref={nav} aria-label={t('settings.sections')} className="settings-nav">
          <ul>
            {entries.map(({ path, label }) => (
              <li key={path}>
                <Link href={`/settings/${path}`} aria-current={path === shown ? 'page' : undefined}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grow">
          {section === 'commune' && <CommuneSection />}
          {section === 'zones' && <ZonesSection />}
          {section === 'station' && (
            <Suspense fallback={<Placeholder lines={3} lineHeight={96} />}>
              <StationSection />
            </Suspense>
          )}
          {!['commune', 'zones', 'station'].includes(section) && (
            <QueryView query={settings} lineHeight={64}>
              {(all) => {
                if (shown === 'speech') {
                  return (
                    <Suspense fallback={<Placeholder lines={4} lineHeight={96} />}>
                      <SpeechSection sections={all} />
                    </Suspense>
                  );
                }
                const found = all.find(({ name }) => name === section);
                if (found?.name === 'cameras') {
                  return (
                    <Suspense fallback={<Placeholder lines={4} lineHeight={96} />}>
                      <CamerasSection section={found} />
                    </Suspense>
                  );
                }
                return found ? <SectionForm key={found.name} section={found} /> : null;
              }}
            </QueryView>
          )}
        </div>
      </div>
    </>
  );
}
