import { App, type MenuProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desktop, fromDesktop } from '../../kit/desktop.ts';
import { textOfError } from '../../kit/error-text.ts';

/** What only the desktop window can do, for the account menu; nothing in a browser. */
export function useDesktopItems(): { readonly items: NonNullable<MenuProps['items']>; opened(): void } {
  const { t } = useTranslation('desktop');
  const { message } = App.useApp();
  const [fullScreen, setFullScreen] = useState(false);
  if (!desktop) return { items: [], opened: () => undefined };
  const bridge = desktop;
  const told = (act: Promise<unknown>) => void act.catch((error: unknown) => message.error(textOfError(error)));
  const toggle = async () => {
    const { on } = await fromDesktop(bridge.setFullScreen({ on: !fullScreen }));
    setFullScreen(on);
  };
  return {
    items: [
      {
        key: 'full-screen',
        label: t(fullScreen ? 'leave-full-screen' : 'full-screen'),
        onClick: () => told(toggle()),
      },
      { key: 'change-server', label: t('change-server'), onClick: () => told(fromDesktop(bridge.changeServer({}))) },
    ],
    // The window's own keys and menu change it as well.
    opened: () => told(fromDesktop(bridge.info({})).then((info) => setFullScreen(info.fullScreen))),
  };
}
