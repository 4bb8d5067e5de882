import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Candidate } from '../../../../cameras/discovery/schemas.ts';
import { useBeginAdoption } from '../../../api/camera-search.ts';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ZoneSelect } from '../../../components/zones/zone-select.tsx';
import { useText } from '../../../i18n/index.ts';
import { AccountFields } from '../account-fields.tsx';

/** The account that those chosen have in common. */
export function AccountStep({ chosen, onBegun }: { chosen: readonly Candidate[]; onBegun: () => void }) {
  const { t } = useText();
  const begin = useBeginAdoption();
  const fieldError = useFieldError(begin.error);
  const [account, setAccount] = useState({ username: '', password: '' });
  const [zoneId, setZoneId] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const keys = chosen.map(({ key }) => key);
    begin.mutate({ keys, ...account, ...(zoneId === null ? {} : { zoneId }) }, { onSuccess: onBegun });
  };
  return (
    <form onSubmit={submit} className="card column" autoComplete="off">
      <h2>{t('cameras.add.accountTitle', { count: chosen.length })}</h2>
      <Notice tone="warn" title={t('cameras.add.onceTitle')}>
        {t('cameras.add.once')}
      </Notice>
      <div className="halves">
        <AccountFields
          value={account}
          set={(change) => setAccount({ ...account, ...change })}
          fieldError={fieldError}
          required
        />
      </div>
      <ZoneSelect
        value={zoneId}
        onChange={setZoneId}
        help={t('cameras.add.zoneHelp')}
        error={fieldError('zoneId')}
      />
      <Failure error={begin.error} except={['username', 'password', 'zoneId']} />
      <div className="actions">
        <Button type="submit" loading={begin.isPending} disabled={chosen.length === 0}>
          {t('cameras.add.addCount', { count: chosen.length })}
        </Button>
      </div>
    </form>
  );
}
