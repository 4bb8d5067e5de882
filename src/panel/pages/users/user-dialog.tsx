import { Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { User } from '../../../web/identity/schemas.ts';
import { ROLES, type Role } from '../../../web/roles.ts';
import { useAddUser, useUpdateUser } from '../../api/users.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useFieldError } from '../../components/failure.tsx';
import { NameField } from '../../components/fields/name-field.tsx';
import { useText } from '../../i18n/index.ts';
import type { Handover } from './users-page.tsx';

interface Props {
  /** Undefined for a new one. */
  user: User | undefined;
  onClose: () => void;
  onHandover: (handover: Handover) => void;
}

export function UserDialog({ user, onClose, onHandover }: Props) {
  const { t } = useText();
  const add = useAddUser();
  const update = useUpdateUser();
  const { error, isPending } = user ? update : add;
  const fieldError = useFieldError(error);
  const [name, setName] = useState(user?.name ?? '');
  const [username, setUsername] = useState('');
  const [role, setRole] = useState<Role>(user?.role ?? 'editor');

  const submit = () => {
    if (user) update.mutate({ id: user.id, name, role }, { onSuccess: onClose });
    else {
      add.mutate(
        { name, role, username: username.trim() },
        {
          onSuccess: ({ oneTimePassword }) => {
            onClose();
            if (oneTimePassword) onHandover({ name, password: oneTimePassword });
          },
        },
      );
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={user ? user.name : t('users.add')}
      closeBeside={false}
      changed={name !== (user?.name ?? '') || username !== ''}
    >
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t(user ? 'common.save' : 'users.create')}
        busy={isPending}
        error={error}
        except={['name', 'username', 'role']}
      >
        <NameField
          label={t('setup.name')}
          placeholder={t('setup.namePlaceholder')}
          value={name}
          onChange={setName}
          error={fieldError('name')}
        />
        {!user && (
          <TextInput
            label={t('signIn.username')}
            description={t('setup.usernameRule')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            error={fieldError('username')}
            required
            withAsterisk={false}
          />
        )}
        <Radio.Group
          label={t('users.role')}
          value={role}
          onChange={(value) => setRole(value as Role)}
          error={fieldError('role')}
        >
          <div className="column user-roles">
            {ROLES.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`roles.${value}`)}
                description={t(`users.roleNotes.${value}`)}
              />
            ))}
          </div>
        </Radio.Group>
      </DialogForm>
    </Dialog>
  );
}
