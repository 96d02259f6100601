import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languageFor, messages } from '../../app/messages.ts';

const storageKey = 'sipin.language';

function remembered(): Language {
  return languageFor(localStorage.getItem(storageKey) ?? navigator.language);
}

/** Starts the texts in the language that was chosen last, else the browser's. */
export function startLanguage(): void {
  const language = remembered();
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    defaultNS: 'console',
    ns: Object.keys(messages['zh-CN']),
    resources: messages,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
}

export function currentLanguage(): Language {
  return languageFor(i18next.language);
}

/** Changes the language of everything on the screen and remembers it. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
