import { ApiError, errorText } from '../api/http.ts';
import { useText } from '../i18n/index.ts';
import vi from '../i18n/vi-start.ts';

type FieldName = keyof typeof vi.fields;

const isNamed = (name: string): name is FieldName => Object.hasOwn(vi.fields, name);

/** The name that people know a field of the API by; undefined for what only programs send. */
export function useFieldName(): (name: string) => string | undefined {
  const { t } = useText();
  return (name) => (isNamed(name) ? t(`fields.${name}`) : undefined);
}

/** Whatever was thrown, as a sentence for the person: a field at fault is called by its name on the screen. */
export function useErrorText(): (error: unknown) => string {
  const { t, language } = useText();
  const nameOf = useFieldName();
  return (error) => {
    if (!(error instanceof ApiError) || error.code !== 'input.invalid' || error.field === undefined)
      return errorText(error, language);
    const field = nameOf(rootOf(error.field));
    const reason = error.reason(language);
    if (field === undefined) return reason;
    return t('failure.field', {
      field,
      reason: reason.charAt(0).toLocaleLowerCase(language) + reason.slice(1),
    });
  };
}

/** `times.0` belongs to `times`. */
export function rootOf(field: string): string {
  return field.split('.')[0] ?? field;
}
