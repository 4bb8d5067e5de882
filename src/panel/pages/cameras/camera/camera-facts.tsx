import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { CameraStream, CameraView } from '../../../../cameras/schemas.ts';
import { useCameras, useReadCamera } from '../../../api/cameras.ts';
import { useZones } from '../../../api/commune.ts';
import { useRight } from '../../../api/session.ts';
import { Failure } from '../../../components/failure.tsx';
import { useToast } from '../../../components/toast.ts';
import { zonePath } from '../../../components/zones/zone-tree.ts';
import { decimalText, numberText } from '../../../format/number.ts';
import type { Language } from '../../../format/time.ts';
import { type Translate, useText } from '../../../i18n/index.ts';

/** As the makers call them. */
const CODECS: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'H.265',
  mjpeg: 'MJPEG',
  aac: 'AAC',
  pcm_alaw: 'G.711\u00a0A',
  pcm_mulaw: 'G.711\u00a0µ',
};
const codecText = (name: string) => CODECS[name] ?? name.toUpperCase();

/** What is known of the device itself. */
export function CameraFacts({ camera }: { camera: CameraView }) {
  const { t, language } = useText();
  const toast = useToast();
  const mayRead = useRight('camera.write');
  const zones = useZones(useRight('commune.read')).data ?? [];
  const read = useReadCamera(camera.id);
  const { zoneId, place, owner, ownerName } = camera;
  // The one lens of a camera has a name too, which tells nobody anything.
  const isRecorder = (useCameras().data?.filter(({ unitKey }) => unitKey === camera.unitKey).length ?? 0) > 1;
  const rows: [label: string, text: string][] = [
    [t('speakers.zone'), zoneId ? zonePath(zones, zoneId) : ''],
    [t('speakers.place'), place],
    [t('cameras.owner'), [t(`cameras.owners.${owner}`), ownerName].filter(Boolean).join(': ')],
    [t('cameras.maker'), camera.maker || camera.profileName[language]],
    [t('cameras.model'), camera.model],
    [t('cameras.firmware'), camera.firmware],
    [t('cameras.serial'), camera.serial],
    [t('cameras.host'), camera.host],
    [t('cameras.macs'), camera.macs.join(', ')],
    [t('cameras.channel'), isRecorder ? camera.channel : ''],
    ...camera.streams.map((stream): [string, string] => [
      t(`cameras.streams.${stream.role}`),
      streamText(t, stream, language) || t('cameras.streamUnknown'),
    ]),
    [t('cameras.conformity'), camera.conformity],
  ];
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('speakers.facts')}</h2>
        {mayRead && camera.onvif && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={20} aria-hidden />}
            loading={read.isPending}
            onClick={() => read.mutate(undefined, { onSuccess: () => toast(t('cameras.readDone')) })}
          >
            {t('cameras.read')}
          </Button>
        )}
      </div>
      <dl className="facts">
        {rows
          .filter(([, text]) => text !== '')
          .map(([label, text]) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </Fragment>
          ))}
        <dt>{t('cameras.can')}</dt>
        <dd>
          {[
            t(camera.onvif ? 'cameras.byOnvif' : 'cameras.byRtsp'),
            camera.ptz && t('cameras.moves'),
            camera.streams.some(({ audio }) => audio !== '') && t('cameras.hears'),
          ]
            .filter(Boolean)
            .join(', ')}
        </dd>
      </dl>
      <Failure error={read.error} />
    </section>
  );
}

/** Codec, size, rate and sound, as far as it is known. */
function streamText(
  t: Translate,
  { video, width, height, fps, kbps, audio }: CameraStream,
  language: Language,
): string {
  return [
    video && codecText(video),
    width > 0 && t('cameras.size', { width, height }),
    fps > 0 && t('cameras.fps', { fps: decimalText(fps, language) }),
    kbps > 0 && `${numberText(kbps, language)} kbit/s`,
    audio && codecText(audio),
  ]
    .filter(Boolean)
    .join(', ');
}
