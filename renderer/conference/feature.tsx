import { useTranslation } from 'react-i18next';
import type { ConsoleFeature } from '../kit/feature.ts';
import { MeetingPage } from './page.tsx';
import { CallCentre, ConferencePanel, MeetingStatus, MeetingStrip, MeetingsNow } from './panel.tsx';
import { RingOverlay } from './ring-overlay.tsx';

export const conferenceFeature: ConsoleFeature = {
  word: 'conference',
  Overlay: RingOverlay,
  Now: MeetingsNow,
  Status: MeetingStatus,
  modes: { meeting: MeetingPage },
  panels: { conference: ConferencePanel, area: CallCentre },
  strip: {
    key: 'conference',
    useLabel: () => useTranslation('conference').t('meetings'),
    Component: MeetingStrip,
  },
};
