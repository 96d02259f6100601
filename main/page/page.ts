import type { PageBridge, PageView } from '../../app/desktop/bridge.ts';
import { textOf } from '../texts.ts';
import { button, element } from './elements.ts';
import { crash, firstStart, offline, type Surroundings, share } from './views.ts';

declare global {
  interface Window {
    /** Put there by the preload script, for this page only. */
    readonly sipinPage: PageBridge;
  }
}

const bridge = window.sipinPage;
const place = document.getElementById('page');
const svg = 'http://www.w3.org/2000/svg';

function logo(): SVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('viewBox', '8 8 48 48');
  for (const [x, y, fill] of [
    [11, 11, 'none'],
    [35, 11, 'none'],
    [11, 35, 'none'],
    [35, 35, '#3d9cff'],
  ] as const) {
    const square = document.createElementNS(svg, 'rect');
    const attributes = { x, y, width: 18, height: 18, rx: 3, fill, stroke: '#3d9cff', 'stroke-width': 4 };
    for (const [name, value] of Object.entries(attributes)) square.setAttribute(name, String(value));
    drawing.append(square);
  }
  return drawing;
}

function viewOf({ state }: PageView, surroundings: Surroundings): HTMLElement {
  switch (state.view) {
    case 'first-start':
      return firstStart(state, surroundings);
    case 'offline':
      return offline(state, surroundings);
    case 'crash':
      return crash(state, surroundings);
    case 'share':
      return share(state, surroundings);
  }
}

function show(view: PageView): void {
  const { language } = view;
  const other = language === 'en' ? 'zh-CN' : 'en';
  document.documentElement.lang = language;
  document.title = textOf(language, 'product');
  const choice = button(other === 'en' ? 'English' : '中文', async () => {
    const reply = await bridge.language({ language: other });
    if ('value' in reply) show(reply.value);
  });
  choice.lang = other;
  const brand = element(
    'header',
    { class: 'brand' },
    logo(),
    element('strong', {}, textOf(language, 'product')),
    choice,
  );
  place?.replaceChildren(element('div', { class: 'card' }, brand, viewOf(view, { language, bridge })));
}

bridge.onState(show);
void bridge.state({}).then((reply) => {
  if ('value' in reply) show(reply.value);
});
