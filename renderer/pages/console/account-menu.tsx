import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { accountContract } from '../../../app/account/index.ts';
import { useAccount } from '../../account/state.ts';
import { chooseLanguage, currentLanguage } from '../../kit/language.ts';
import { useShortcut } from '../../kit/shortcuts.ts';
import { live, queryClient, useAct } from '../../live/index.ts';
import { useDesktopItems } from './desktop-items.ts';
import { features } from './features.ts';
import { ShortcutHelp } from './shortcut-help.tsx';

/** The person at the desk: other pages, language, keys, sign out. */
export function AccountMenu() {
  const { t } = useTranslation('console');
  const account = useAccount();
  const navigate = useNavigate();
  const signOut = useAct(accountContract.signOut);
  const window = useDesktopItems();
  const [help, setHelp] = useState(false);
  useShortcut('?', t('shortcuts'), () => setHelp(true));
  const pages = features.flatMap((feature) => feature.pages ?? []).filter((page) => page.roles.includes(account.role));
  return (
    <>
      <Dropdown
        trigger={['click']}
        onOpenChange={(open) => {
          if (open) window.opened();
        }}
        menu={{
          items: [
            ...pages.map((page) => ({
              key: page.path,
              label: <PageLabel useLabel={page.useLabel} />,
              onClick: () => navigate(page.path),
            })),
            { key: 'account', label: t('my-account'), onClick: () => navigate('/account') },
            {
              key: 'language',
              label: t('other-language'),
              onClick: () => void chooseLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en'),
            },
            { key: 'shortcuts', label: t('shortcuts'), onClick: () => setHelp(true) },
            ...window.items,
            { type: 'divider' },
            {
              key: 'sign-out',
              label: t('sign-out'),
              onClick: async () => {
                await signOut.run({});
                live.stop();
                queryClient.clear();
                navigate('/sign-in', { replace: true });
              },
            },
          ],
        }}
      >
        <Button type="text">{account.name} ▾</Button>
      </Dropdown>
      <ShortcutHelp open={help} close={() => setHelp(false)} />
    </>
  );
}

function PageLabel({ useLabel }: { useLabel(): string }) {
  return <>{useLabel()}</>;
}
