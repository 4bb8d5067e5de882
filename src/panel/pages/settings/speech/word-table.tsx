import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useText } from '../../../i18n/index.ts';

export interface Word {
  written: string;
  spoken: string;
}

interface Props {
  label: string;
  help: string | undefined;
  words: Word[];
  max: number;
  /** Undefined: to be read only. */
  onChange: ((words: Word[]) => void) | undefined;
}

const WORD_MAX = 200;

/** Written and spoken, side by side. */
export function WordTable({ label, help, words, max, onChange }: Props) {
  const { t } = useText();
  const replace = (index: number, change: Partial<Word>) =>
    onChange?.(words.map((word, at) => (at === index ? { ...word, ...change } : word)));
  return (
    <fieldset className="setting-group column-tight">
      <legend>{label}</legend>
      {help && <p className="muted small">{help}</p>}
      {words.length > 0 ? (
        <table className="words">
          <thead>
            <tr>
              <th scope="col">{t('words.written')}</th>
              <th scope="col">{t('words.spoken')}</th>
              {onChange && (
                <th scope="col">
                  <span className="hidden">{t('common.delete')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {words.map((word, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <tr key={index}>
                {(['written', 'spoken'] as const).map((side) => (
                  <td key={side}>
                    {onChange ? (
                      <TextInput
                        aria-label={`${label}: ${t(`words.${side}`)}, ${index + 1}`}
                        value={word[side]}
                        onChange={(event) => replace(index, { [side]: event.currentTarget.value })}
                        maxLength={WORD_MAX}
                        spellCheck={false}
                        required={word.written !== '' || word.spoken !== ''}
                      />
                    ) : (
                      word[side]
                    )}
                  </td>
                ))}
                {onChange && (
                  <td className="words-delete">
                    <ActionIcon
                      variant="subtle"
                      color="rust"
                      size={44}
                      aria-label={t('words.remove', { word: word.written || String(index + 1) })}
                      onClick={() => onChange(words.filter((_, at) => at !== index))}
                    >
                      <IconTrash size={20} />
                    </ActionIcon>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="muted small">{t('words.empty')}</p>
      )}
      {onChange && words.length < max && (
        <Button
          variant="default"
          className="fit"
          leftSection={<IconPlus size={20} aria-hidden />}
          onClick={() => onChange([...words, { written: '', spoken: '' }])}
          aria-label={`${t('common.add')}: ${label}`}
        >
          {t('common.add')}
        </Button>
      )}
    </fieldset>
  );
}
