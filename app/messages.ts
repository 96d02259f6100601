// One namespace per capability; the texts stand in the i18n folder of each, in both languages.
import accountEn from './account/i18n/en.json' with { type: 'json' };
import accountZh from './account/i18n/zh-CN.json' with { type: 'json' };
import areaEn from './area/i18n/en.json' with { type: 'json' };
import areaZh from './area/i18n/zh-CN.json' with { type: 'json' };
import auditEn from './audit/i18n/en.json' with { type: 'json' };
import auditZh from './audit/i18n/zh-CN.json' with { type: 'json' };
import cameraEn from './camera/i18n/en.json' with { type: 'json' };
import cameraZh from './camera/i18n/zh-CN.json' with { type: 'json' };
import conferenceEn from './conference/i18n/en.json' with { type: 'json' };
import conferenceZh from './conference/i18n/zh-CN.json' with { type: 'json' };
import consoleEn from './console/i18n/en.json' with { type: 'json' };
import consoleZh from './console/i18n/zh-CN.json' with { type: 'json' };
import contractEn from './contract/i18n/en.json' with { type: 'json' };
import contractZh from './contract/i18n/zh-CN.json' with { type: 'json' };
import desktopEn from './desktop/i18n/en.json' with { type: 'json' };
import desktopZh from './desktop/i18n/zh-CN.json' with { type: 'json' };
import dispatchEn from './dispatch/i18n/en.json' with { type: 'json' };
import dispatchZh from './dispatch/i18n/zh-CN.json' with { type: 'json' };
import fieldEn from './field/i18n/en.json' with { type: 'json' };
import fieldZh from './field/i18n/zh-CN.json' with { type: 'json' };
import fileEn from './file/i18n/en.json' with { type: 'json' };
import fileZh from './file/i18n/zh-CN.json' with { type: 'json' };
import incidentEn from './incident/i18n/en.json' with { type: 'json' };
import incidentZh from './incident/i18n/zh-CN.json' with { type: 'json' };
import positionEn from './position/i18n/en.json' with { type: 'json' };
import positionZh from './position/i18n/zh-CN.json' with { type: 'json' };
import roomEn from './room/i18n/en.json' with { type: 'json' };
import roomZh from './room/i18n/zh-CN.json' with { type: 'json' };
import workerEn from './worker/i18n/en.json' with { type: 'json' };
import workerZh from './worker/i18n/zh-CN.json' with { type: 'json' };

/** Languages of the interface; the first is the one it was written for. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** All texts, by language and namespace (= capability). */
export const messages = {
  'zh-CN': {
    account: accountZh,
    area: areaZh,
    audit: auditZh,
    camera: cameraZh,
    conference: conferenceZh,
    console: consoleZh,
    contract: contractZh,
    desktop: desktopZh,
    dispatch: dispatchZh,
    field: fieldZh,
    file: fileZh,
    incident: incidentZh,
    position: positionZh,
    room: roomZh,
    worker: workerZh,
  },
  en: {
    account: accountEn,
    area: areaEn,
    audit: auditEn,
    camera: cameraEn,
    conference: conferenceEn,
    console: consoleEn,
    contract: contractEn,
    desktop: desktopEn,
    dispatch: dispatchEn,
    field: fieldEn,
    file: fileEn,
    incident: incidentEn,
    position: positionEn,
    room: roomEn,
    worker: workerEn,
  },
} as const;

/** The language that fits best what a client asked for (an Accept-Language header or a tag). */
export function languageFor(wanted: string | undefined): Language {
  for (const part of (wanted ?? '').split(',')) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh-CN';
}

/** Text of an error code in a language, with its parameters filled in; the code itself when no text is known. */
export function errorText(code: string, params: Readonly<Record<string, string | number>>, language: Language): string {
  const [word = '', reason = ''] = code.split('.', 2);
  const namespaces: Readonly<Record<string, { errors?: Readonly<Record<string, string>> }>> = messages[language];
  const template = namespaces[word]?.errors?.[reason];
  if (template === undefined) return code;
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? '?'));
}
