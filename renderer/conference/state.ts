import { create } from 'zustand';
import { type Conference, conferenceContract } from '../../app/conference/index.ts';
import { roomContract } from '../../app/room/index.ts';
import { useMode } from '../kit/mode.ts';
import { live } from '../live/index.ts';
import type { RoomEngine } from '../room/engine.ts';

interface MeetingState {
  /** `prepare`: answered, devices are being looked at; `in`: in the room, whatever the line is. */
  readonly phase: 'none' | 'prepare' | 'in';
  readonly conference: string;
  readonly room: string;
  readonly title: string;
  readonly engine: RoomEngine | null;
}

interface Kept {
  readonly conference: string;
  readonly room: string;
  readonly title: string;
  readonly microphone: boolean;
  readonly camera: boolean;
}

const none: MeetingState = { phase: 'none', conference: '', room: '', title: '', engine: null };
const storageKey = 'sipin.meeting';

/** The one meeting of this page, outside React: it goes on whatever is shown. */
export const useMeeting = create<MeetingState>()(() => none);

/** What is done with the meeting runs one after the other. */
let queue: Promise<void> = Promise.resolve();
function enqueue(run: () => Promise<void>): Promise<void> {
  queue = queue.then(run, run);
  return queue;
}

/** Answered: the page before the room comes. */
export function prepareMeeting({ id, room, title }: Pick<Conference, 'id' | 'room' | 'title'>): Promise<void> {
  return enqueue(async () => {
    await useMeeting.getState().engine?.close();
    useMeeting.setState({ phase: 'prepare', conference: id, room, title, engine: null });
    useMode.getState().choose('meeting');
  });
}

/** Into the room, with microphone and camera as chosen. */
export function enterMeeting(choice: { microphone: boolean; camera: boolean }): Promise<void> {
  return enqueue(async () => {
    const { phase, conference, room, title } = useMeeting.getState();
    if (phase !== 'prepare') return;
    await begin({ conference, room, title, ...choice });
  });
}

/** After the page was loaded anew in the middle of a meeting: back into it, muted as before. */
export function resumeMeeting(): void {
  const text = sessionStorage.getItem(storageKey);
  if (!text || useMeeting.getState().phase !== 'none') return;
  void enqueue(async () => {
    if (useMeeting.getState().phase !== 'none') return;
    useMode.getState().choose('meeting');
    await begin(JSON.parse(text) as Kept);
  });
}

async function begin(kept: Kept): Promise<void> {
  // The media library is loaded when the first meeting begins.
  const { RoomEngine } = await import('../room/engine.ts');
  const { conference, room, title } = kept;
  const engine = new RoomEngine({
    join: () => live.act(roomContract.join, { room }),
    microphone: kept.microphone,
    camera: kept.camera,
  });
  const keep = () => {
    const { microphone, camera } = engine.view;
    const present: Kept = { conference, room, title, microphone: microphone.wanted, camera: camera.wanted };
    sessionStorage.setItem(storageKey, JSON.stringify(present));
  };
  keep();
  engine.subscribe(keep);
  useMeeting.setState({ phase: 'in', conference, room, title, engine });
}

/** Goes out of the room on this page; what the server is told, its acts tell. */
export function closeMeeting(): Promise<void> {
  return enqueue(async () => {
    const { engine } = useMeeting.getState();
    sessionStorage.removeItem(storageKey);
    useMeeting.setState(none);
    await engine?.close();
  });
}

/** Leaves: the centre is out until it comes back. */
export async function leaveMeeting(): Promise<void> {
  const { conference } = useMeeting.getState();
  await closeMeeting();
  await live.act(conferenceContract.leave, { conference }).catch(() => undefined);
}
