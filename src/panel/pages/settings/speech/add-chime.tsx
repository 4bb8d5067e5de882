import { Button, FileButton, Progress } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useUploadChime } from '../../../api/chimes.ts';
import { Failure } from '../../../components/failure.tsx';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';

/** Sends a sound file; the station says what is wrong with it, or offers it from then on. */
export function AddChime() {
  const { t, language } = useText();
  const toast = useToast();
  const client = useQueryClient();
  const send = useUploadChime();
  const reset = useRef<() => void>(null);
  const [part, setPart] = useState(0);
  const add = (file: File | null) => {
    if (!file) return;
    setPart(0);
    send.mutate(
      { file, onProgress: setPart },
      {
        onSuccess: ({ name }) => {
          void client.invalidateQueries({ queryKey: ['settings'] });
          toast(t('chimes.added', { name: name[language] }));
        },
        // The same file may be chosen again.
        onSettled: () => reset.current?.(),
      },
    );
  };
  const percent = Math.round(part * 100);
  const sending = t('recordings.sending', { percent });
  return (
    <>
      <FileButton onChange={add} accept="audio/*" resetRef={reset}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            className="fit"
            leftSection={<IconUpload size={20} aria-hidden />}
            disabled={send.isPending}
          >
            {t('chimes.add')}
          </Button>
        )}
      </FileButton>
      {send.isPending && (
        <div className="column-tight">
          <span className="small" aria-live="polite">
            {percent < 100 ? sending : t('recordings.mastering')}
          </span>
          <Progress value={percent} aria-label={sending} animated={percent === 100} />
        </div>
      )}
      <Failure error={send.error} />
    </>
  );
}
