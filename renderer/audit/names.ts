import { useTranslation } from 'react-i18next';

/** Name of an act or a look in the language of the screen, by its key `<word>.<name>`; the key itself when unknown. */
export function useActName(): (key: string) => string {
  const { t, i18n } = useTranslation('audit');
  return (key) => {
    const [word = '', name = ''] = key.split('.', 2);
    const text = `${word}:acts.${name}`;
    return i18n.exists(text) ? t(text as 'acts.list') : key;
  };
}
