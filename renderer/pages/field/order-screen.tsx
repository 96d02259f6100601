import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { distance } from '../../../app/area/geometry.ts';
import { dispatchContract, isOver } from '../../../app/dispatch/index.ts';
import { useField, useOutbox, useTracker } from '../../field/session.tsx';
import { type InboxOrder, useInbox } from './inbox.ts';
import { PhotoPicker } from './photo-picker.tsx';

/** Tells the server that orders have arrived, and opens a new one when nothing else is open. */
export function useNewOrder(open: (order: string) => void): void {
  const inbox = useInbox();
  const { outbox } = useField();
  const { waiting } = useOutbox();
  const told = useRef(new Set<string>());
  const fresh = inbox.filter(
    ({ order }) => (order.state === 'queued' || order.state === 'sent') && !told.current.has(order.id),
  );
  const ids = fresh.map(({ order }) => order.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ids` stands for the fresh orders
  useEffect(() => {
    if (ids === '') return;
    const orders = ids.split(',');
    for (const id of orders) told.current.add(id);
    const queued = waiting.some(({ act }) => act === dispatchContract.acknowledge.key);
    if (!queued) navigator.vibrate?.([300, 100, 300]);
    void outbox.put(dispatchContract.acknowledge, { orders, step: 'delivered' }, fresh[0]?.order.text ?? '');
    const [first] = orders;
    if (first) open(first);
  }, [ids]);
}

/** One order over the whole screen: what, where, how far; one large button for what comes next. */
export function OrderScreen({ id, close }: { id: string; close(): void }) {
  const { t } = useTranslation('field');
  const inbox = useInbox();
  const { outbox } = useField();
  const found = inbox.find(({ order }) => order.id === id);
  const read = useRef(false);
  const isRead = found ? !['queued', 'sent', 'delivered'].includes(found.order.state) : true;
  useEffect(() => {
    if (!found || isRead || read.current) return;
    read.current = true;
    void outbox.put(dispatchContract.acknowledge, { orders: [id], step: 'read' }, found.order.text);
  }, [found, isRead, id, outbox]);
  if (!found) return null;
  return (
    <section className="field-order" aria-label={t('new-order')}>
      <header>
        <button type="button" className="plain" onClick={close}>
          {t('back')}
        </button>
        <OrderState found={found} />
      </header>
      <p className="field-order-text">{found.order.text}</p>
      <p className="dim">{t('from', { name: found.order.senderName })}</p>
      <HowFar found={found} />
      <NextStep key={found.state} found={found} close={close} />
    </section>
  );
}

export function OrderState({ found }: { found: InboxOrder }) {
  const { t } = useTranslation('field');
  const { t: orderText } = useTranslation('dispatch');
  return (
    <span>
      {orderText(`state.${found.state}`)}
      {found.notSent ? <span className="field-not-sent"> · {t('not-sent-yet')}</span> : null}
    </span>
  );
}

function HowFar({ found: { order } }: { found: InboxOrder }) {
  const { t } = useTranslation('field');
  const { place } = useTracker();
  if (order.longitude === null || order.latitude === null) return null;
  if (!place) return <p>{t('place-unknown')}</p>;
  const metres = distance(place.longitude, place.latitude, order.longitude, order.latitude);
  return (
    <p>
      {metres < 1_000
        ? t('away', { metres: Math.round(metres / 10) * 10 })
        : t('away-km', { kilometres: (metres / 1_000).toFixed(1) })}
    </p>
  );
}

function NextStep({ found: { order, state }, close }: { found: InboxOrder; close(): void }) {
  const { t } = useTranslation('field');
  const { outbox } = useField();
  const [declining, setDeclining] = useState(false);
  const [words, setWords] = useState('');
  const [photos, setPhotos] = useState<readonly Blob[]>([]);
  const which = { order: order.id };
  if (isOver(state)) return null;
  if (state === 'accepted') {
    return (
      <button
        type="button"
        className="main"
        onClick={() => void outbox.put(dispatchContract.arrive, which, order.text)}
      >
        {t('arrived')}
      </button>
    );
  }
  if (state === 'arrived') {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void outbox.put(dispatchContract.complete, { ...which, note: words.trim() }, order.text, photos).then(close);
        }}
      >
        <label>
          {t('done-note')}
          <textarea rows={3} maxLength={4_000} value={words} onChange={(event) => setWords(event.target.value)} />
        </label>
        <PhotoPicker photos={photos} change={setPhotos} />
        <button type="submit" className="main">
          {t('done')}
        </button>
      </form>
    );
  }
  if (declining) {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (words.trim() === '') return;
          void outbox.put(dispatchContract.decline, { ...which, note: words.trim() }, order.text).then(close);
        }}
      >
        <label>
          {t('reason')}
          <textarea
            rows={3}
            maxLength={200}
            required
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        <button type="submit" className="main" disabled={words.trim() === ''}>
          {t('decline')}
        </button>
        <button type="button" className="plain" onClick={() => setDeclining(false)}>
          {t('back')}
        </button>
      </form>
    );
  }
  return (
    <>
      <button
        type="button"
        className="main"
        onClick={() => void outbox.put(dispatchContract.accept, which, order.text)}
      >
        {t('accept')}
      </button>
      <button type="button" className="plain" onClick={() => setDeclining(true)}>
        {t('cannot')}
      </button>
    </>
  );
}
