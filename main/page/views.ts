import type { PageBridge, PageState } from '../../app/desktop/bridge.ts';
import { errorText, type Language, messages } from '../../app/messages.ts';
import { fill, textOf } from '../texts.ts';
import { certificateHelp } from './certificate-help.ts';
import { button, countdown, element } from './elements.ts';

type Of<View extends PageState['view']> = Extract<PageState, { view: View }>;

/** What a view needs: the language and the window. */
export interface Surroundings {
  readonly language: Language;
  readonly bridge: PageBridge;
}

/** Asks where the server is, and says why an address will not do. */
export function firstStart(state: Of<'first-start'>, { language, bridge }: Surroundings): HTMLElement {
  const t = textOf.bind(null, language);
  const input = element('input', {
    id: 'address',
    name: 'address',
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: t('address-example'),
    'aria-describedby': 'problem',
    value: state.server ?? '',
  });
  const problem = element('div', { id: 'problem', role: 'alert' });
  const submit = element('button', { type: 'submit', class: 'primary' }, t('connect'));
  const { server } = state;
  const form = element(
    'form',
    {},
    element('label', { for: 'address' }, t('address')),
    input,
    problem,
    element(
      'div',
      { class: 'acts' },
      submit,
      server === null ? undefined : button(t('back', { server }), () => bridge.back({})),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void connect();
  });
  const connect = async () => {
    submit.disabled = true;
    submit.textContent = t('connecting');
    problem.replaceChildren();
    const reply = await bridge.choose({ address: input.value });
    submit.disabled = false;
    submit.textContent = t('connect');
    if (!('error' in reply)) return;
    const { code, params } = reply.error;
    const invalid = code === 'contract.invalid-input';
    problem.append(
      element('p', { class: 'notice' }, errorText(invalid ? 'desktop.address-invalid' : code, params, language)),
    );
    if (code === 'desktop.certificate') problem.append(certificateHelp(language, String(params.host)));
    input.focus();
  };
  setTimeout(() => input.focus());
  return element(
    'section',
    {},
    element('h1', {}, t('first-title')),
    element('p', { class: 'dim' }, t('first-hint')),
    state.putAside === null
      ? undefined
      : element('p', { class: 'notice late' }, t('put-aside', { name: state.putAside })),
    form,
  );
}

/** Says why the server is not there and when it is tried again. */
export function offline(state: Of<'offline'>, { language, bridge }: Surroundings): HTMLElement {
  const t = textOf.bind(null, language);
  return element(
    'section',
    {},
    element('h1', {}, element('span', { class: 'sign' }), t('offline-title')),
    element('p', { class: 'notice late' }, errorText(state.code, state.params, language)),
    state.code === 'desktop.certificate' ? certificateHelp(language, String(state.params.host)) : undefined,
    element('p', {}),
    state.nextTryAt === null
      ? element('p', { role: 'timer' }, t('offline-trying'))
      : countdown(state.nextTryAt, (seconds) => t('offline-next', { seconds })),
    element('p', { class: 'dim' }, t('offline-hint')),
    element(
      'div',
      { class: 'acts' },
      button(t('retry-now'), () => bridge.retry({}), true),
      button(t('change-server'), () => bridge.changeServer({})),
    ),
  );
}

/** Says what has happened to the page and when it comes back. */
export function crash(state: Of<'crash'>, { language, bridge }: Surroundings): HTMLElement {
  const t = textOf.bind(null, language);
  const time = new Date(state.at).toLocaleTimeString(language, { hour12: false });
  return element(
    'section',
    {},
    element('h1', {}, element('span', { class: 'sign act' }), t('crash-title')),
    element('p', { class: 'notice' }, messages[language].desktop['crash-cause'][state.cause]),
    element('p', {}),
    element('p', {}, t('crash-kept')),
    element('p', { class: 'dim' }, t('crash-at', { time, times: state.times })),
    state.reloadAt === null
      ? element('p', { class: 'notice late' }, t('crash-stopped'))
      : countdown(state.reloadAt, (seconds) => t('crash-next', { seconds })),
    element(
      'div',
      { class: 'acts' },
      button(t('reload-now'), () => bridge.retry({}), true),
    ),
  );
}

/** The screens and windows that can be shared. */
export function share(state: Of<'share'>, { language, bridge }: Surroundings): HTMLElement {
  const t = textOf.bind(null, language);
  const sources = state.sources.map(({ id, name, screen, picture }) => {
    const kind = t(screen ? 'share-screen' : 'share-window');
    const choice = button('', () => bridge.share({ id }));
    choice.append(element('img', { alt: '', ...(picture === '' ? {} : { src: picture }) }));
    choice.append(element('span', {}, fill('{{kind}} · {{name}}', { kind, name })));
    return choice;
  });
  return element(
    'section',
    {},
    element('h1', {}, t('share-title')),
    element('div', { class: 'sources' }, ...sources),
    element(
      'div',
      { class: 'acts' },
      button(t('share-none'), () => bridge.share({ id: null })),
    ),
  );
}
