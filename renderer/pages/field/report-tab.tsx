import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { incidentContract, type Kind, kinds, type Urgency, urgencies } from '../../../app/incident/index.ts';
import { useField, useTracker } from '../../field/session.tsx';
import { PhotoPicker } from './photo-picker.tsx';

/** A report in one screen: what, which kind, photos; the place is where the phone is. */
export function ReportTab({ done }: { done(): void }) {
  const { t } = useTranslation('field');
  const { t: incidentText } = useTranslation('incident');
  const { outbox, tracker } = useField();
  const { place, problem } = useTracker();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<Kind>('safety');
  const [urgency, setUrgency] = useState<Urgency>('ordinary');
  const [note, setNote] = useState('');
  const [photos, setPhotos] = useState<readonly Blob[]>([]);
  const ready = title.trim() !== '' && place !== null;
  const send = async () => {
    const where = tracker.place;
    if (!where || title.trim() === '') return;
    const { longitude, latitude } = where;
    await outbox.put(
      incidentContract.report,
      { kind, urgency, title: title.trim(), note: note.trim(), longitude, latitude },
      title.trim(),
      photos,
    );
    done();
  };
  return (
    <form
      className="field-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{t('report-title')}</h2>
      <label>
        {t('what')}
        <input
          value={title}
          maxLength={200}
          required
          placeholder={t('what-placeholder')}
          onChange={(event) => setTitle(event.target.value)}
        />
      </label>
      <label>
        {t('kind')}
        <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          {kinds.map((each) => (
            <option key={each} value={each}>
              {incidentText(`kind.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{t('urgency')}</legend>
        {urgencies.map((each) => (
          <label key={each} className="field-choice">
            <input type="radio" name="urgency" checked={urgency === each} onChange={() => setUrgency(each)} />
            {incidentText(`urgency.${each}`)}
          </label>
        ))}
      </fieldset>
      <PhotoPicker photos={photos} change={setPhotos} />
      <label>
        {t('note')}
        <textarea rows={3} maxLength={4_000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <p className={place ? 'dim' : 'field-not-sent'}>
        {place
          ? t('place-accuracy', { metres: Math.round(place.accuracy) })
          : problem === 'denied'
            ? t('place-denied')
            : t('place-missing')}
      </p>
      <button type="submit" className="main" disabled={!ready} title={ready ? undefined : t('what-required')}>
        {t('send')}
      </button>
    </form>
  );
}
