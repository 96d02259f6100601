import { App, Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CameraDraft, cameraContract, cameraDraft, deliveries } from '../../app/camera/index.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useAct } from '../live/index.ts';
import type { DraftColumn } from './draft-file.ts';

const numbers = ['longitude', 'latitude', 'heading', 'angle', 'range'] as const;
const usual: Partial<CameraDraft> = { heading: 0, angle: 90, range: 80, user: '', password: '', delivery: 'tcp' };

/** Registers one camera; one whose number is known gets the new particulars. */
export function SetupForm() {
  const { t } = useTranslation('camera');
  const { message } = App.useApp();
  const [form] = Form.useForm<CameraDraft>();
  const register = useAct(cameraContract.register);
  /** The field's own part of what the server will check. */
  const rule = (column: DraftColumn) => ({
    validator: (_: unknown, value: unknown) =>
      cameraDraft.shape[column].safeParse(value ?? undefined).success
        ? Promise.resolve()
        : Promise.reject(new Error(t(`setup.problem.${value ? 'bad' : 'missing'}`, { column: t(`column.${column}`) }))),
  });
  const field = (column: DraftColumn) => ({
    name: column,
    label: t(`column.${column}`),
    rules: [rule(column)],
  });
  return (
    <section aria-label={t('setup.add')}>
      <h2>{t('setup.add')}</h2>
      <p className="dim">{t('setup.add-hint')}</p>
      <Form<CameraDraft>
        form={form}
        layout="vertical"
        initialValues={usual}
        onFinish={async (draft) => {
          if (!(await register.run({ cameras: [cameraDraft.parse(draft)] }))) return;
          form.resetFields();
          void message.success(t('setup.saved'));
        }}
      >
        <div className="camera-form">
          {(['number', 'name', 'area', 'address'] as const).map((column) => (
            <Form.Item key={column} {...field(column)} required>
              <Input
                autoComplete="off"
                {...(column === 'address' ? { placeholder: 'rtsp://10.32.7.4:554/ch1' } : {})}
              />
            </Form.Item>
          ))}
          {numbers.map((column) => (
            <Form.Item key={column} {...field(column)} required>
              <InputNumber style={{ width: '100%' }} />
            </Form.Item>
          ))}
          <Form.Item {...field('user')}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item {...field('password')}>
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item {...field('delivery')}>
            <Select options={deliveries.map((value) => ({ value, label: t(`delivery.${value}`) }))} />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit" loading={register.pending}>
          {t('setup.register')}
        </Button>
      </Form>
      {register.error ? <ErrorNotice error={register.error} /> : null}
    </section>
  );
}
