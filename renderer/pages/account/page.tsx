import { App, Button, Form, Input, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { accountContract, passwordLength, type Session } from '../../../app/account/index.ts';
import { useAccount } from '../../account/state.ts';
import { Age } from '../../kit/age.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { LanguageSwitch } from '../../kit/language-switch.tsx';
import { useAct, useLiveQuery } from '../../live/index.ts';
import './account.css';

/** The own account: language, password, and where it is signed in. */
export default function AccountPage() {
  const { t } = useTranslation('account');
  const account = useAccount();
  return (
    <main className="account-page">
      <header>
        <Link to="/">{t('back')}</Link>
        <h1>{account.name}</h1>
        <span className="dim">
          {account.login} · {t(`role.${account.role}`)} · {account.area}
        </span>
        <LanguageSwitch />
      </header>
      <PasswordForm />
      <SessionList />
    </main>
  );
}

function PasswordForm() {
  const { t } = useTranslation('account');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ present?: string; password: string; again: string }>();
  const act = useAct(accountContract.setPassword);
  return (
    <section>
      <h2>{t('set-password')}</h2>
      <Form
        form={form}
        layout="vertical"
        onFinish={async ({ present, password }) => {
          const done = await act.run(present ? { present, password } : { password });
          if (!done) return;
          form.resetFields();
          void message.success(t('password-set'));
        }}
      >
        <Form.Item name="present" label={t('present-password')} extra={t('present-password-hint')}>
          <Input.Password autoComplete="current-password" maxLength={passwordLength.most} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('new-password')}
          rules={[{ required: true, min: passwordLength.least, message: t('new-password-rule', passwordLength) }]}
        >
          <Input.Password autoComplete="new-password" maxLength={passwordLength.most} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password-again')}
          dependencies={['password']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue('password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('password-differs'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={passwordLength.most} />
        </Form.Item>
        {act.error ? <ErrorNotice error={act.error} /> : null}
        <Button type="primary" htmlType="submit" loading={act.pending}>
          {t('set-password')}
        </Button>
      </Form>
    </section>
  );
}

function SessionList() {
  const { t } = useTranslation('account');
  const { modal } = App.useApp();
  const sessions = useLiveQuery(accountContract.sessions, {}, { refreshOn: [accountContract.ended] });
  const revoke = useAct(accountContract.revoke);
  const confirmRevoke = (session: Session) =>
    modal.confirm({
      title: t('revoke-title'),
      content: session.device,
      okText: t('revoke'),
      onOk: async () => {
        await revoke.run({ session: session.id });
        await sessions.refetch();
      },
    });
  return (
    <section>
      <h2>{t('sessions')}</h2>
      {sessions.error ? <ErrorNotice error={sessions.error} retry={() => void sessions.refetch()} /> : null}
      {revoke.error ? <ErrorNotice error={revoke.error} /> : null}
      <Table<Session>
        size="small"
        rowKey="id"
        loading={sessions.isPending}
        dataSource={sessions.data?.sessions ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('device'), dataIndex: 'device', ellipsis: true, width: 320 },
          { title: t('address'), dataIndex: 'address' },
          { title: t('seen'), render: (_, row) => <Age at={row.seenAt} /> },
          {
            title: '',
            align: 'right',
            render: (_, row) =>
              row.current ? (
                <span className="dim">{t('this-device')}</span>
              ) : (
                <Button size="small" danger onClick={() => confirmRevoke(row)}>
                  {t('revoke')}
                </Button>
              ),
          },
        ]}
      />
    </section>
  );
}
