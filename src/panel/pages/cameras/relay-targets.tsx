import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconPlus, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import type { RelayTarget } from '../../../cameras/relay/schemas.ts';
import { useAddRelayTarget, useRelayTargets, useRemoveRelayTarget } from '../../api/footage.ts';
import { Confirm, Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFieldError } from '../../components/failure.tsx';
import { NameField } from '../../components/fields/name-field.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

/** The list of where pictures may be sent. */
export function RelayTargets() {
  const { t } = useText();
  const targets = useRelayTargets(true);
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button
      variant="default"
      leftSection={<IconPlus size={20} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      {t('relays.addTarget')}
    </Button>
  );
  return (
    <section className="column">
      <div className="row-wrap">
        <div className="grow">
          <h2>{t('relays.targets')}</h2>
          <p className="muted small">{t('relays.targetsNote')}</p>
        </div>
        {(targets.data?.length ?? 0) > 0 && add}
      </div>
      <QueryView query={targets} lineHeight={64} lines={2}>
        {(items) =>
          items.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconShieldLock} title={t('relays.targetsNone')} action={add}>
                {t('relays.targetsNoneText')}
              </EmptyState>
            </div>
          ) : (
            <ul className="rows">
              {items.map((target) => (
                <TargetRow key={target.id} target={target} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {isAdding && <TargetDialog onClose={() => setAdding(false)} />}
    </section>
  );
}

function TargetRow({ target: { id, name, url, username } }: { target: RelayTarget }) {
  const { t } = useText();
  const toast = useToast();
  const remove = useRemoveRelayTarget();
  const [asking, setAsking] = useState(false);
  return (
    <li className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">{name}</span>
        <span className="muted small">
          {url} · {username === null ? t('relays.noAccount') : t('relays.account', { username })}
        </span>
      </span>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('relays.remove')}
      </Button>
      {asking && (
        <Confirm
          opened
          onClose={() => setAsking(false)}
          title={t('relays.removeTitle', { name })}
          verb={t('relays.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(id, {
              onSuccess: () => {
                setAsking(false);
                toast(t('relays.removed'));
              },
            })
          }
        >
          {t('relays.removeText', { url })}
        </Confirm>
      )}
    </li>
  );
}

function TargetDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const add = useAddRelayTarget();
  const fieldError = useFieldError(add.error);
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const submit = () => {
    add.mutate(
      { name, url: url.trim(), ...(username || password ? { username, password } : {}) },
      {
        onSuccess: () => {
          onClose();
          toast(t('relays.added'));
        },
      },
    );
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('relays.addTarget')}
      closeBeside={false}
      changed={name !== '' || url !== ''}
    >
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t('common.add')}
        busy={add.isPending}
        error={add.error}
        except={['name', 'url', 'username', 'password']}
        fillsNothing
      >
        <NameField
          label={t('relays.targetName')}
          placeholder={t('relays.targetNamePlaceholder')}
          value={name}
          onChange={setName}
          error={fieldError('name')}
        />
        <TextInput
          label={t('relays.url')}
          description={t('relays.urlNote')}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          maxLength={500}
          inputMode="url"
          spellCheck={false}
          autoCapitalize="none"
          error={fieldError('url')}
          required
          withAsterisk={false}
        />
        <p className="muted small">{t('relays.accountNote')}</p>
        <div className="halves">
          <TextInput
            label={t('relays.username')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            maxLength={100}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={fieldError('username')}
          />
          <PasswordInput
            label={t('relays.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            maxLength={200}
            autoComplete="new-password"
            error={fieldError('password')}
          />
        </div>
      </DialogForm>
    </Dialog>
  );
}
