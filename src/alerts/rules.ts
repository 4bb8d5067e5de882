import { fill } from '../errors.ts';
import type { Alert, AlertDetails, AlertRule } from './schemas.ts';

/** The rules that the slices define at start. */
export interface Rules {
  /** Throws where an id is taken. */
  define(rules: readonly AlertRule[]): void;
  /** Throws for an unknown rule: a mistake in the program, not of a person. */
  get(id: string): AlertRule;
}

export function createRules(): Rules {
  const rules = new Map<string, AlertRule>();
  return {
    define(added) {
      for (const rule of added) {
        if (rules.has(rule.id)) throw new Error(`the alert rule ${rule.id} is defined twice`);
        rules.set(rule.id, rule);
      }
    },
    get(id) {
      const rule = rules.get(id);
      if (!rule) throw new Error(`there is no alert rule ${id}`);
      return rule;
    },
  };
}

/** What a rule says of one alert; a detail that is missing shows as “…”. */
export function textsOf(
  { title, advice }: AlertRule,
  details: AlertDetails,
): Pick<Alert, 'title' | 'titleEn' | 'advice' | 'adviceEn'> {
  return {
    title: fill(title.vi, details),
    titleEn: fill(title.en, details),
    advice: fill(advice.vi, details),
    adviceEn: fill(advice.en, details),
  };
}
