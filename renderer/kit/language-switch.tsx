import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../app/messages.ts';
import { chooseLanguage, currentLanguage } from './language.ts';

/** Each language is named in itself, so that who cannot read the present one still finds the own. */
export function LanguageSwitch() {
  const { t } = useTranslation('console');
  return (
    <Segmented<Language>
      aria-label={t('language')}
      value={currentLanguage()}
      options={[
        { value: 'zh-CN', label: t('language-zh') },
        { value: 'en', label: t('language-en') },
      ]}
      onChange={(language) => void chooseLanguage(language)}
    />
  );
}
