import type { Language } from '../../format/time.ts';

/** As much of JSON schema as the settings of the slices use, with our own marks in it. */
export interface JsonSchema {
  type?: string;
  /** Vietnamese, as is `description`. */
  title?: string;
  titleEn?: string;
  description?: string;
  descriptionEn?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  enum?: (string | number)[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  /** A text that rests encrypted; its value is shown as dots. */
  secret?: boolean;
  /** The id of a zone. */
  zone?: boolean;
  /** The id of a voice. */
  voice?: boolean;
  /** The id of a chime, or '' for none. */
  chime?: boolean;
}

/** Label and explanation of a setting. The entries of a plain list have no words of their own: `key` stands for them. */
export function wordsOf(schema: JsonSchema, key: string, language: Language) {
  return language === 'vi'
    ? { label: schema.title ?? key, help: schema.description }
    : { label: schema.titleEn ?? key, help: schema.descriptionEn };
}
