import { Button, Switch } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Static } from 'typebox';
import type { Profile } from '../../../speakers/profile.ts';
import type { CreatedSpeaker } from '../../../speakers/schemas.ts';
import { useAddSpeaker } from '../../api/speakers.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { DeviceFields } from '../../components/fields/device-fields.tsx';
import { useUnsaved } from '../../components/unsaved.tsx';
import { useText } from '../../i18n/index.ts';
import { ProfileSettings } from './profile-settings.tsx';

interface Props {
  profile: Profile;
  onAdded: (made: Static<typeof CreatedSpeaker>) => void;
}

const NOWHERE = { name: '', zoneId: null as string | null, place: '' };

/** Name, zone and what this kind of speaker needs to know. */
export function DeviceStep({ profile, onAdded }: Props) {
  const { t, language } = useText();
  const add = useAddSpeaker();
  const fieldError = useFieldError(add.error);
  const [where, setWhere] = useState(NOWHERE);
  const [plain, setPlain] = useState(!profile.tls);
  const [before] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      Object.entries(profile.settings).map(([key, { default: value = '' }]) => [key, value]),
    ),
  );
  const [settings, setSettings] = useState(before);
  useUnsaved(
    where.name !== '' ||
      where.place !== '' ||
      Object.keys(before).some((key) => settings[key] !== before[key]),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { profile: profile.id, ...where, name: where.name.trim(), plain, settings },
      { onSuccess: onAdded },
    );
  };
  return (
    <form onSubmit={submit} className="card column">
      <h2>{profile.name[language]}</h2>
      <DeviceFields
        of="speaker"
        value={where}
        set={(change) => setWhere({ ...where, ...change })}
        fieldError={fieldError}
      />
      <ProfileSettings
        profile={profile}
        value={settings}
        onChange={setSettings}
        errorOf={(key) => fieldError(`settings.${key}`)}
      />
      {!profile.tls && (
        <Switch
          checked={plain}
          onChange={(event) => setPlain(event.currentTarget.checked)}
          label={t('speakers.plain')}
          description={t('speakers.plainHelp')}
        />
      )}
      <Failure error={add.error} except={['name', 'zoneId', 'place', 'settings']} />
      <div className="actions">
        <Button type="submit" loading={add.isPending}>
          {t('common.next')}
        </Button>
      </div>
    </form>
  );
}
