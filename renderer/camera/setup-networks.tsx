import { App, Button, Input, InputNumber } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CameraNetwork, cameraContract, cameraNetwork } from '../../app/camera/index.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { queryClient, useAct, useLiveQuery } from '../live/index.ts';

interface Row extends CameraNetwork {
  readonly key: string;
}

const rtspPort = 554;

/** The networks in which cameras may be reached; the server connects to nothing else. */
export function SetupNetworks() {
  const { t } = useTranslation('camera');
  const { message } = App.useApp();
  const query = useLiveQuery(cameraContract.networks, {});
  const allow = useAct(cameraContract.allow);
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  const saved = query.data?.networks;
  useEffect(() => {
    if (saved) setRows(saved.map((network) => ({ ...network, key: crypto.randomUUID() })));
  }, [saved]);
  const change = (key: string, part: Partial<CameraNetwork>) =>
    setRows((before) => before?.map((row) => (row.key === key ? { ...row, ...part } : row)) ?? null);
  const networks = (rows ?? []).map(({ network, ports }) => ({ network: network.trim(), ports }));
  const wrong = networks.some((network) => !cameraNetwork.safeParse(network).success);
  const changed = JSON.stringify(networks) !== JSON.stringify(saved ?? []);
  return (
    <section aria-label={t('setup.networks')}>
      <h2>{t('setup.networks')}</h2>
      <p className="dim">{t('setup.networks-hint')}</p>
      {query.error ? <ErrorNotice error={query.error} retry={() => void query.refetch()} /> : null}
      {rows === null && !query.error ? <Loading /> : null}
      {rows?.length === 0 ? <Empty text={t('setup.networks-empty')} /> : null}
      <ul className="camera-networks">
        {rows?.map(({ key, network, ports }) => {
          const fits = cameraNetwork.safeParse({ network: network.trim(), ports }).success;
          return (
            <li key={key}>
              <Input
                style={{ width: 200 }}
                value={network}
                placeholder="10.32.0.0/16"
                aria-label={t('setup.network')}
                status={fits ? '' : 'error'}
                onChange={({ target }) => change(key, { network: target.value })}
              />
              <InputNumber
                min={1}
                max={65_535}
                value={ports[0]}
                aria-label={t('setup.first-port')}
                onChange={(port) => change(key, { ports: [port ?? rtspPort, Math.max(port ?? rtspPort, ports[1])] })}
              />
              –
              <InputNumber
                min={1}
                max={65_535}
                value={ports[1]}
                aria-label={t('setup.last-port')}
                status={fits ? '' : 'error'}
                onChange={(port) => change(key, { ports: [ports[0], port ?? ports[0]] })}
              />
              <Button onClick={() => setRows(rows.filter((row) => row.key !== key))}>{t('setup.remove')}</Button>
              {fits ? null : <span className="dim">{t('setup.network-wrong')}</span>}
            </li>
          );
        })}
      </ul>
      <div className="camera-row">
        <Button
          disabled={rows === null}
          onClick={() =>
            setRows([...(rows ?? []), { key: crypto.randomUUID(), network: '', ports: [rtspPort, rtspPort] }])
          }
        >
          {t('setup.add-network')}
        </Button>
        <Button
          type="primary"
          disabled={!changed || wrong}
          {...(wrong ? { title: t('setup.network-wrong') } : {})}
          loading={allow.pending}
          onClick={async () => {
            if (!(await allow.run({ networks }))) return;
            await queryClient.invalidateQueries({ queryKey: [cameraContract.networks.key] });
            void message.success(t('setup.saved'));
          }}
        >
          {t('setup.save')}
        </Button>
      </div>
      {allow.error ? <ErrorNotice error={allow.error} /> : null}
    </section>
  );
}
