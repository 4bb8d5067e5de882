/** How far the first run has come in this browser: a reload in its middle goes on where it was. */
const KEY = 'tramso.setup';

export const STEPS = ['code', 'account', 'commune', 'zones', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** The step that was left open; undefined where no first run is under way. */
export function openStep(): Step | undefined {
  const kept = localStorage.getItem(KEY);
  return STEPS.find((step) => step === kept);
}

/** Remembers the step; nothing once the run is over. */
export function keepStep(step: Step | undefined): void {
  if (step === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, step);
}
