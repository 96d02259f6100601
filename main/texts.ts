import { type Language, messages } from '../app/messages.ts';

type Texts = (typeof messages)['zh-CN']['desktop'];
/** Names of the texts that stand by themselves. */
export type TextKey = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];

/** A text of the window, with its values filled in. */
export function textOf(
  language: Language,
  key: TextKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(messages[language].desktop[key], values);
}

/** Puts values in the places of a text. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '?'));
}
