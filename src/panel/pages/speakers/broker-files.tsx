import { Button } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useBrokerFiles } from '../../api/speakers.ts';
import { Failure } from '../../components/failure.tsx';
import { useText } from '../../i18n/index.ts';

/** What an external broker needs to let a speaker in: its two files, to be laid over those of before. */
export function BrokerFiles() {
  const { t } = useText();
  const files = useBrokerFiles();
  return (
    <section className="column-tight">
      <h3>{t('speakers.brokerFiles')}</h3>
      <p className="muted">{t('speakers.brokerFilesNote')}</p>
      {files.data ? (
        <div className="row-wrap">
          <Download name="passwords" text={files.data.passwords} label={t('speakers.brokerPasswords')} />
          <Download name="acl" text={files.data.acl} label={t('speakers.brokerAcl')} />
        </div>
      ) : (
        <Button
          variant="default"
          leftSection={<IconFileDownload size={20} aria-hidden />}
          onClick={() => files.mutate()}
          loading={files.isPending}
        >
          {t('speakers.brokerFilesGet')}
        </Button>
      )}
      <Failure error={files.error} />
    </section>
  );
}

function Download({ name, text, label }: { name: string; text: string; label: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <Button component="a" variant="default" href={url} download={name}>
      {label}
    </Button>
  );
}
