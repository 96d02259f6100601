import { Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeviceKind, followDevices, useDevices } from './devices.ts';
import './room.css';

/** Which camera, microphone and loudspeaker. */
export function DeviceChoice({ kinds }: { kinds: readonly DeviceKind[] }) {
  const { t } = useTranslation('room');
  const { devices, chosen, choose } = useDevices();
  useEffect(() => followDevices(), []);
  return (
    <div className="room-devices">
      {kinds.map((kind) => {
        const those = devices.filter((device) => device.kind === kind);
        const value = those.find(({ id }) => id === chosen[kind])?.id ?? those[0]?.id;
        return (
          <div key={kind}>
            <span>{t(`device.${kind}`)}</span>
            <Select
              aria-label={t(`device.${kind}`)}
              disabled={those.length === 0}
              placeholder={t('no-device')}
              {...(value === undefined ? {} : { value })}
              onChange={(id: string) => choose(kind, id)}
              options={those.map(({ id, label }, place) => ({
                value: id,
                label: label || t('device-number', { number: place + 1 }),
              }))}
            />
          </div>
        );
      })}
    </div>
  );
}
