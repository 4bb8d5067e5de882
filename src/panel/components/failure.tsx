import { useEffect } from 'react';
import { ApiError, errorText } from '../api/http.ts';
import { useText } from '../i18n/index.ts';
import { Notice } from './notice.tsx';

interface Props {
  error: unknown;
  /** Fields that show their own error beside them. */
  except?: readonly string[];
}

/** Why a write was refused, unless the field at fault already says so. */
export function Failure({ error, except = [] }: Props) {
  const { language } = useText();
  if (!error) return null;
  if (error instanceof ApiError && error.field && except.includes(rootOf(error.field))) return null;
  return <Notice tone="bad">{errorText(error, language)}</Notice>;
}

/** The message to show beside a field (`times.0` belongs to `times`); the first field at fault takes the focus. */
export function useFieldError(error: unknown) {
  const { language } = useText();
  useEffect(() => {
    if (error) document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return (field: string): string | null =>
    error instanceof ApiError && error.field && rootOf(error.field) === field ? error.reason(language) : null;
}

function rootOf(field: string): string {
  return field.split('.')[0] ?? field;
}
