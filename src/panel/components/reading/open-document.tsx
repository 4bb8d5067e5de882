import { Button, FileButton } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useDocument } from '../../api/pasted.ts';
import { useText } from '../../i18n/index.ts';
import { Failure } from '../failure.tsx';
import { Notice } from '../notice.tsx';

interface Props {
  text: string;
  setText: (text: string) => void;
  max: number;
}

/** Brings in the text of a file: into an empty field, or below what is there; and takes it back. */
export function OpenDocument({ text, setText, max }: Props) {
  const { t } = useText();
  const document = useDocument();
  const reset = useRef<() => void>(null);
  const [opened, setOpened] = useState<{ name: string; before: string; after: string; isCut: boolean }>();
  const open = (file: File | null) => {
    if (!file) return;
    setOpened(undefined);
    document.mutate(file, {
      onSuccess: ({ text: brought }) => {
        const whole = text.trim() === '' ? brought : `${text.trimEnd()}\n\n${brought}`;
        const after = whole.slice(0, max);
        setText(after);
        setOpened({ name: file.name, before: text, after, isCut: after !== whole });
      },
      // The same file may be chosen again.
      onSettled: () => reset.current?.(),
    });
  };
  return (
    <>
      <FileButton onChange={open} accept=".txt,.docx,.pdf" resetRef={reset}>
        {(props) => (
          <Button
            {...props}
            variant="subtle"
            className="fit"
            leftSection={<IconFileText size={20} aria-hidden />}
            loading={document.isPending}
          >
            {t('pasted.openFile')}
          </Button>
        )}
      </FileButton>
      <Failure error={document.error} />
      {opened && opened.after === text && (
        <Notice
          tone={opened.isCut ? 'warn' : 'good'}
          action={
            <Button
              variant="default"
              onClick={() => {
                setText(opened.before);
                setOpened(undefined);
              }}
            >
              {t('pasted.undo')}
            </Button>
          }
        >
          {t(opened.isCut ? 'pasted.fromFileCut' : 'pasted.fromFile', { name: opened.name })}
        </Notice>
      )}
    </>
  );
}
