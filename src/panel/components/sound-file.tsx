import { Button, FileButton, Progress } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import type { UseMutationResult } from '@tanstack/react-query';
import { type RefObject, useRef, useState } from 'react';
import { useText } from '../i18n/index.ts';
import { Failure } from './failure.tsx';

interface SentFile {
  file: File;
  /** 0 to 1. */
  onProgress: (part: number) => void;
}

/** A sound file on its way to the station. */
interface SoundFile {
  choose: (file: File | null) => void;
  reset: RefObject<(() => void) | null>;
  /** 0 to 1. */
  part: number;
  isSending: boolean;
  error: unknown;
}

/** @param onSent what the station has made of it */
export function useSoundFile<T>(
  send: UseMutationResult<T, Error, SentFile>,
  onSent: (sent: T) => void,
): SoundFile {
  const reset = useRef<() => void>(null);
  const [part, setPart] = useState(0);
  const choose = (file: File | null) => {
    if (!file) return;
    setPart(0);
    send.mutate(
      { file, onProgress: setPart },
      {
        onSuccess: onSent,
        // The same file may be chosen again.
        onSettled: () => reset.current?.(),
      },
    );
  };
  return { choose, reset, part, isSending: send.isPending, error: send.error };
}

interface ButtonProps {
  sound: SoundFile;
  verb: string;
  className?: string;
}

export function SoundFileButton({ sound, verb, className }: ButtonProps) {
  return (
    <FileButton onChange={sound.choose} accept="audio/*" resetRef={sound.reset}>
      {(props) => (
        <Button
          {...props}
          variant="default"
          className={className}
          leftSection={<IconUpload size={20} aria-hidden />}
          disabled={sound.isSending}
        >
          {verb}
        </Button>
      )}
    </FileButton>
  );
}

/** How far it is; then the station still masters it. Or why it was refused. */
export function SoundFileNews({ sound: { isSending, part, error } }: { sound: SoundFile }) {
  const { t } = useText();
  const percent = Math.round(part * 100);
  const sending = t('recordings.sending', { percent });
  return (
    <>
      {isSending && (
        <div className="column-tight">
          <span className="small" aria-live="polite">
            {percent < 100 ? sending : t('recordings.mastering')}
          </span>
          <Progress value={percent} aria-label={sending} animated={percent === 100} />
        </div>
      )}
      <Failure error={error} />
    </>
  );
}
