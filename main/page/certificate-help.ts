import type { Language } from '../../app/messages.ts';
import { messages } from '../../app/messages.ts';
import { fill } from '../texts.ts';
import { element } from './elements.ts';

/** How the root of the server's own authority is installed; the window itself never ignores a certificate. */
export function certificateHelp(language: Language, host: string): HTMLElement {
  const texts = messages[language].desktop;
  const steps = texts['certificate-steps'];
  const lines = [
    fill(steps.get, { url: `https://${host}/ca.pem` }),
    steps.windows,
    steps.macos,
    steps.linux,
    steps.then,
  ];
  return element(
    'details',
    { open: '' },
    element('summary', {}, texts['certificate-help']),
    element('ul', {}, ...lines.map((line) => element('li', {}, line))),
  );
}
