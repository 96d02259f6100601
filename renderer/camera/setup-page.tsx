import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import './camera.css';
import { SetupFile } from './setup-file.tsx';
import { SetupForm } from './setup-form.tsx';
import { SetupNetworks } from './setup-networks.tsx';
import { SetupTable } from './setup-table.tsx';

/** The register of cameras: where they may be, which there are, new ones by form or by file. */
export default function CameraSetupPage() {
  const { t } = useTranslation('camera');
  return (
    <main className="camera-setup">
      <header>
        <Link to="/">{t('back')}</Link>
        <h1>{t('setup.title')}</h1>
      </header>
      <SetupNetworks />
      <SetupTable />
      <SetupForm />
      <SetupFile />
    </main>
  );
}
