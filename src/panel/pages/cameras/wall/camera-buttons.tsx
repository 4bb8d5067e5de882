import { ActionIcon } from '@mantine/core';
import { IconCamera, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { CameraView, StreamRole } from '../../../../cameras/schemas.ts';
import { stationNow } from '../../../api/session.ts';
import { useErrorText } from '../../../components/error-text.ts';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';
import { saveSnapshot } from './snapshot.ts';

interface SoundProps {
  camera: Pick<CameraView, 'name'>;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  size: number;
}

export function SoundButton({ camera, isOn, onChange, size }: SoundProps) {
  const { t } = useText();
  const Mark = isOn ? IconVolume : IconVolumeOff;
  return (
    <ActionIcon
      variant={isOn ? 'light' : 'subtle'}
      size={size}
      aria-pressed={isOn}
      aria-label={t('wall.sound', { name: camera.name })}
      title={t(isOn ? 'wall.soundOff' : 'wall.soundOn')}
      onClick={() => onChange(!isOn)}
    >
      <Mark size={20} aria-hidden />
    </ActionIcon>
  );
}

interface SnapshotProps {
  camera: Pick<CameraView, 'id' | 'name'>;
  stream: StreamRole;
  size: number;
}

export function SnapshotButton({ camera, stream, size }: SnapshotProps) {
  const { t } = useText();
  const toast = useToast();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await saveSnapshot(camera, stream, stationNow());
      toast(t('wall.saved', { name: camera.name }));
    } catch (error) {
      toast(errorText(error), true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ActionIcon
      variant="subtle"
      size={size}
      loading={isBusy}
      aria-label={t('wall.snapshot', { name: camera.name })}
      title={t('wall.snapshotShort')}
      onClick={() => void save()}
    >
      <IconCamera size={20} aria-hidden />
    </ActionIcon>
  );
}
