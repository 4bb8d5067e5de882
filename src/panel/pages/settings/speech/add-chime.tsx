import { useQueryClient } from '@tanstack/react-query';
import { useUploadChime } from '../../../api/chimes.ts';
import { SoundFileButton, SoundFileNews, useSoundFile } from '../../../components/sound-file.tsx';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';

/** Sends a sound file; the station says what is wrong with it, or offers it from then on. */
export function AddChime() {
  const { t, language } = useText();
  const toast = useToast();
  const client = useQueryClient();
  const sound = useSoundFile(useUploadChime(), ({ name }) => {
    void client.invalidateQueries({ queryKey: ['settings'] });
    toast(t('chimes.added', { name: name[language] }));
  });
  return (
    <>
      <SoundFileButton sound={sound} verb={t('chimes.add')} className="fit" />
      <SoundFileNews sound={sound} />
    </>
  );
}
