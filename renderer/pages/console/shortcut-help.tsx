import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../kit/shortcuts.ts';

/** All keys that work here and now. */
export function ShortcutHelp({ open, close }: { open: boolean; close(): void }) {
  const { t } = useTranslation('console');
  const shortcuts = useShortcuts((state) => state.shortcuts);
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('shortcuts')}>
      <dl className="shortcuts">
        {shortcuts.map(({ keys, label }) => (
          <div key={`${keys} ${label}`}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
