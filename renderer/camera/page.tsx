import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAccount } from '../account/state.ts';
import './camera.css';
import { CameraGrid } from './grid.tsx';
import { CameraDrawer } from './list.tsx';
import { usePageGrid } from './state.ts';

/** Nothing but tiles, for a second display; it remembers its own cameras. */
export default function CameraPage() {
  const { t } = useTranslation('camera');
  const { area } = useAccount();
  const [choosing, setChoosing] = useState(false);
  return (
    <main className="camera-page">
      <header>
        <Link to="/">{t('back')}</Link>
        <h1>{t('title')}</h1>
        <Button size="small" onClick={() => setChoosing(true)}>
          {t('choose')}
        </Button>
      </header>
      <CameraGrid store={usePageGrid} />
      {choosing ? <CameraDrawer area={area} store={usePageGrid} close={() => setChoosing(false)} /> : null}
    </main>
  );
}
