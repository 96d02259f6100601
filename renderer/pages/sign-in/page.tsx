import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { accountContract } from '../../../app/account/index.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { LanguageSwitch } from '../../kit/language-switch.tsx';
import { Loading } from '../../kit/loading.tsx';
import { useAct } from '../../live/index.ts';
import './sign-in.css';

/** What the session list will call this device: browser and system, as far as the browser tells. */
function deviceName(): string {
  return navigator.userAgent.slice(0, 200);
}

/**
 * Sign-in with login and password, or by a one-time link. The ticket of a link stands behind the `#`, which no server
 * and no log ever sees, and is taken out of the address at once.
 */
export default function SignInPage() {
  const { t } = useTranslation('account');
  const navigate = useNavigate();
  const location = useLocation();
  const client = useQueryClient();
  const signIn = useAct(accountContract.signIn);
  const redeem = useAct(accountContract.redeem);
  const redeemed = useRef(false);
  const ticket = useRef(window.location.hash.slice(1));

  const enter = async () => {
    await client.resetQueries();
    const { from } = (location.state ?? {}) as { from?: string };
    navigate(from ?? '/', { replace: true });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a ticket is redeemed once, when the page opens
  useEffect(() => {
    if (!ticket.current || redeemed.current) return;
    redeemed.current = true;
    window.history.replaceState(null, '', window.location.pathname);
    void redeem.run({ ticket: ticket.current, device: deviceName() }).then((output) => output && enter());
  }, []);

  if (redeem.pending) return <Loading />;
  return (
    <main className="sign-in">
      <header>
        <img src="/icon.svg" alt="" width={48} height={48} />
        <h1>{t('product')}</h1>
        <p className="dim">{t('tagline')}</p>
      </header>
      <Form
        layout="vertical"
        onFinish={async ({ login, password }: { login: string; password: string }) => {
          if (await signIn.run({ login, password, device: deviceName() })) await enter();
        }}
      >
        <Form.Item name="login" label={t('login')} rules={[{ required: true, message: t('login-required') }]}>
          <Input autoFocus autoComplete="username" maxLength={64} />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('password-required') }]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        {signIn.error || redeem.error ? <ErrorNotice error={signIn.error ?? redeem.error} /> : null}
        <Button type="primary" htmlType="submit" block loading={signIn.pending}>
          {t('sign-in')}
        </Button>
      </Form>
      <p className="dim">{t('link-hint')}</p>
      <LanguageSwitch />
    </main>
  );
}
