import { useEffect } from 'react';
import { ApiError } from '../api/http.ts';
import { useText } from '../i18n/index.ts';
import { rootOf, useErrorText } from './error-text.ts';
import { Notice } from './notice.tsx';

interface Props {
  error: unknown;
  /** Fields that show their own error beside them. */
  except?: readonly string[];
}

/** Why a write was refused, unless the field at fault already says so. */
export function Failure({ error, except = [] }: Props) {
  const errorText = useErrorText();
  if (!error) return null;
  if (error instanceof ApiError && error.field && except.includes(rootOf(error.field))) return null;
  return <Notice tone="bad">{errorText(error)}</Notice>;
}

/**
 * The message to show beside a field, which may be asked for by its whole path or by its root (`times.0` belongs to
 * `times`); the first field at fault takes the focus.
 */
export function useFieldError(error: unknown) {
  const { language } = useText();
  useEffect(() => {
    if (error) document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return (field: string): string | null =>
    error instanceof ApiError && error.field && [error.field, rootOf(error.field)].includes(field)
      ? error.reason(language)
      : null;
}
