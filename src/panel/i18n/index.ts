import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../format/time.ts';
import type vi from './vi.ts';
import start from './vi-start.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof vi };
  }
}

const STORED = 'tramso.language';

/** Vietnamese comes with the panel, but for what single pages bring along; English is fetched when somebody asks for it. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources: { vi: { translation: start } },
    interpolation: { escapeValue: false },
  });
  // Better in Vietnamese than not at all.
  if (localStorage.getItem(STORED) === 'en') await switchLanguage('en').catch(() => {});
}

/** Switches the whole panel and remembers the choice in this browser. Rejects where the language can't be fetched. */
export async function switchLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    i18next.addResourceBundle('en', 'translation', (await import('./en.ts')).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(STORED, language);
}

/** The translation function and the language in force. */
export function useText() {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'vi';
  return { t, language };
}

/** `t` as components pass it on. */
export type Translate = ReturnType<typeof useText>['t'];
