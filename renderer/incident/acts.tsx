import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../../app/contract/index.ts';
import { type Incident, incidentContract, stepsAt } from '../../app/incident/index.ts';
import { useAccount } from '../account/state.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { useAct } from '../live/index.ts';

/** The act behind each step that a console takes by a button; `dispatched` is taken by sending an order. */
const acts = {
  received: incidentContract.receive,
  handled: incidentContract.handle,
  verified: incidentContract.verify,
  closed: incidentContract.close,
  returned: incidentContract.giveBack,
  reopened: incidentContract.reopen,
  commented: incidentContract.comment,
} as const;
type ButtonStep = keyof typeof acts;

/** Steps that need words: why, or what was done. */
const worded: readonly ButtonStep[] = ['handled', 'returned', 'reopened', 'commented'];

/** What can be done with the incident now; the first is the main one and has a key. */
export function IncidentActs({ incident }: { incident: Incident }) {
  const { role } = useAccount();
  const steps = stepsAt(incident.stage).filter(
    (step): step is ButtonStep => step in acts && (acts[step as ButtonStep].roles as readonly string[]).includes(role),
  );
  return (
    <div className="incident-acts">
      {steps.map((step, index) => (
        <StepButton key={step} incident={incident} step={step} main={index === 0 && step !== 'commented'} />
      ))}
    </div>
  );
}

function StepButton({ incident, step, main }: { incident: Incident; step: ButtonStep; main: boolean }) {
  const { t } = useTranslation('incident');
  const { modal } = App.useApp();
  const label = t(`acts.${acts[step].name as 'receive'}`);
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  // All of these acts take an incident and a note; their schemas differ only in whether the note may be empty.
  const act = useAct(acts[step] as Act as typeof incidentContract.receive);
  const take = async (words: string) => {
    if (!(await act.run({ incident: incident.id, note: words }))) return;
    setAsking(false);
    setNote('');
  };
  const press = () => {
    if (worded.includes(step)) setAsking(true);
    else if (step === 'closed') modal.confirm({ title: t('confirm-close'), onOk: () => take('') });
    else void take('');
  };
  useShortcut('Enter', label, press, main && !asking && !act.pending);
  return (
    <>
      <Button type={main ? 'primary' : 'default'} loading={act.pending} onClick={press}>
        {label}
      </Button>
      {act.error && !asking ? <ErrorNotice error={act.error} /> : null}
      <Modal
        open={asking}
        title={`${label} · ${incident.title}`}
        okText={label}
        okButtonProps={{
          disabled: note.trim() === '',
          loading: act.pending,
          title: note.trim() ? '' : t('note-required'),
        }}
        onOk={() => void take(note)}
        onCancel={() => setAsking(false)}
      >
        <Input.TextArea
          autoFocus
          rows={4}
          maxLength={200}
          showCount
          value={note}
          aria-label={t('note')}
          placeholder={t('note-required')}
          onChange={(event) => setNote(event.target.value)}
        />
        {act.error ? <ErrorNotice error={act.error} /> : null}
      </Modal>
    </>
  );
}
