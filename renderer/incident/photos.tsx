import { Image } from 'antd';
import { useTranslation } from 'react-i18next';
import { photoPath } from '../../app/file/index.ts';

/** Photos of an entry, small; a click shows them large, with keys to go on and zoom. */
export function Photos({ hashes }: { hashes: readonly string[] }) {
  const { t } = useTranslation('incident');
  if (hashes.length === 0) return null;
  return (
    <div className="incident-photos">
      <Image.PreviewGroup>
        {hashes.map((hash, index) => (
          <Image
            key={hash}
            src={photoPath(hash, 'thumbnail')}
            preview={{ src: photoPath(hash) }}
            alt={t('photo', { number: index + 1 })}
          />
        ))}
      </Image.PreviewGroup>
    </div>
  );
}
