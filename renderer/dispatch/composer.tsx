import { App, Button, Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { dispatchContract } from '../../app/dispatch/index.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useAct } from '../live/index.ts';

const phrases = ['check', 'calm', 'safety', 'call'] as const;

/** Writes an order to one or several workers. What was typed stays when sending fails or the window is closed. */
export function OrderComposer({
  open,
  close,
  workers,
  incident,
  sent,
}: {
  open: boolean;
  close(): void;
  workers: readonly string[];
  incident?: string;
  sent?(): void;
}) {
  const { t } = useTranslation('dispatch');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ text: string; acceptWithin: number }>();
  const act = useAct(dispatchContract.send);
  const send = async ({ text, acceptWithin }: { text: string; acceptWithin: number }) => {
    const answer = await act.run({ workers: [...workers], text, acceptWithin, ...(incident ? { incident } : {}) });
    if (!answer) return;
    void message.success(t('sent-notice', { count: answer.orders.length }));
    form.resetFields();
    close();
    sent?.();
  };
  return (
    <Modal
      open={open}
      title={`${t('compose')} · ${t('to', { count: workers.length })}`}
      okText={t('acts.send')}
      okButtonProps={{ loading: act.pending }}
      onOk={() => form.submit()}
      onCancel={close}
      forceRender
    >
      <Form form={form} layout="vertical" initialValues={{ acceptWithin: 10 }} onFinish={send}>
        <Form.Item label={t('template')}>
          <div className="dispatch-phrases">
            {phrases.map((phrase) => (
              <Button key={phrase} size="small" onClick={() => form.setFieldValue('text', t(`templates.${phrase}`))}>
                {t(`templates.${phrase}`)}
              </Button>
            ))}
          </div>
        </Form.Item>
        <Form.Item
          name="text"
          label={t('text')}
          rules={[{ required: true, whitespace: true, message: t('text-required') }]}
        >
          <Input.TextArea rows={4} maxLength={2_000} showCount autoFocus />
        </Form.Item>
        <Form.Item name="acceptWithin" label={t('accept-within')}>
          <InputNumber min={1} max={1_440} />
        </Form.Item>
      </Form>
      {act.error ? <ErrorNotice error={act.error} /> : null}
    </Modal>
  );
}
