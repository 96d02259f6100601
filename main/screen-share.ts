import { type DesktopCapturerSource, desktopCapturer, type Session } from 'electron';
import type { PageState } from '../app/desktop/index.ts';
import { openPicker } from './screen-picker.ts';

const preview = { width: 320, height: 180 } as const;

/** Lets our own page share a screen or a window, and only one that the person at the desk chose just now. */
export function allowScreenShare(session: Session, folder: string, isOwn: (url: string) => boolean): void {
  session.setDisplayMediaRequestHandler((request, answer) => {
    const { frame } = request;
    if (!frame || frame.parent !== null || !isOwn(frame.url) || !request.videoRequested) {
      answer({});
      return;
    }
    void choose(folder).then(
      (source) => answer(source ? { video: source } : {}),
      (error: unknown) => {
        console.error('screen share:', error);
        answer({});
      },
    );
  });
}

async function choose(folder: string): Promise<DesktopCapturerSource | undefined> {
  const sources = await desktopCapturer.getSources({ types: ['screen', 'window'], thumbnailSize: preview });
  const state: PageState = {
    view: 'share',
    sources: sources.map(({ id, name, thumbnail }) => ({
      id,
      name,
      screen: id.startsWith('screen:'),
      picture: thumbnail.isEmpty() ? '' : thumbnail.toDataURL(),
    })),
  };
  const chosen = await openPicker(folder, state);
  return sources.find(({ id }) => id === chosen);
}
