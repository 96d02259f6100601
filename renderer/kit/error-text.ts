import { toSipinError } from '../../app/contract/index.ts';
import { errorText } from '../../app/messages.ts';
import { currentLanguage } from './language.ts';

/** What an error says to the person in front of the screen, in the language of the screen. */
export function textOfError(thrown: unknown): string {
  const error = toSipinError(thrown);
  return errorText(error.code, error.params, currentLanguage());
}
