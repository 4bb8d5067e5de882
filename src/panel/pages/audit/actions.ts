import { useText } from '../../i18n/index.ts';
import texts from '../../i18n/vi/actions.ts';

type Actions = typeof texts.actions;
/** `bulletin.approve`, as far as the panel has a name for it. */
export type AuditAction = {
  [Slice in keyof Actions & string]: `${Slice}.${keyof Actions[Slice] & string}`;
}[keyof Actions & string];

/** Everything that the station writes into its log, by its code. */
export const AUDIT_ACTIONS = Object.entries(texts.actions).flatMap(([slice, verbs]) =>
  Object.keys(verbs).map((verb) => `${slice}.${verb}`),
) as AuditAction[];

const isKnown = (action: string): action is AuditAction => (AUDIT_ACTIONS as string[]).includes(action);

/** The name of an action for people; one that the panel does not know keeps its code. */
export function useActionText(): (action: string) => string {
  const { t } = useText();
  return (action) => (isKnown(action) ? t(`actions.${action}`) : action);
}
