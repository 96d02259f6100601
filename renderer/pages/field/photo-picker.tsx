import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const most = 9;

/** Photos from the camera or the album, shown small; each can be taken away again. */
export function PhotoPicker({ photos, change }: { photos: readonly Blob[]; change(photos: readonly Blob[]): void }) {
  const { t } = useTranslation('field');
  const shown = useMemo(() => photos.map((photo) => URL.createObjectURL(photo)), [photos]);
  useEffect(
    () => () => {
      for (const url of shown) URL.revokeObjectURL(url);
    },
    [shown],
  );
  return (
    <div className="field-photos">
      {shown.map((url, index) => (
        <button
          key={url}
          type="button"
          aria-label={t('remove-photo', { number: index + 1 })}
          onClick={() => change(photos.filter((_, other) => other !== index))}
        >
          <img src={url} alt="" />
        </button>
      ))}
      {photos.length < most ? (
        <label className="field-add-photo">
          {t('add-photo')}
          <input
            type="file"
            accept="image/jpeg,image/png,image/webp"
            capture="environment"
            multiple
            onChange={(event) => {
              change([...photos, ...(event.target.files ?? [])].slice(0, most));
              event.target.value = '';
            }}
          />
        </label>
      ) : null}
    </div>
  );
}
