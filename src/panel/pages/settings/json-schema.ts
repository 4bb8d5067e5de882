import type { Language } from '../../format/time.ts';

/** As much of JSON schema as the settings of the slices use, with our own marks in it. */
export interface JsonSchema {
  type?: string;
  /** Vietnamese. */
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
}

/** Letters that only Vietnamese has here: tells in which language a slice wrote its description. */
const VIETNAMESE = /[à-ỹđ]/i;

/** Label and explanation of a setting. Some slices describe in Vietnamese, others give the English label there. */
export function wordsOf(schema: JsonSchema, key: string, language: Language) {
  const { title = key, titleEn, description = '', descriptionEn } = schema;
  const isVietnamese = VIETNAMESE.test(description.normalize('NFC'));
  if (language === 'vi') return { label: title, help: isVietnamese ? description : undefined };
  const english = isVietnamese ? '' : description;
  if (titleEn) return { label: titleEn, help: descriptionEn ?? (english || undefined) };
  return { label: english || title, help: descriptionEn };
}
