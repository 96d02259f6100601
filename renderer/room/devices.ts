import { create } from 'zustand';

export type DeviceKind = 'audioinput' | 'audiooutput' | 'videoinput';

export interface Device {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly label: string;
}

interface DeviceState {
  /** What there is; labels only once access was given. */
  readonly devices: readonly Device[];
  /** What was chosen, by kind; nothing: the system's default. */
  readonly chosen: Readonly<Partial<Record<DeviceKind, string>>>;
  choose(kind: DeviceKind, id: string): void;
}

const storageKey = 'sipin.devices';

function stored(): DeviceState['chosen'] {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as DeviceState['chosen'];
  } catch {
    return {};
  }
}

/** Cameras, microphones and loudspeakers of this machine and which of them are to be used. */
export const useDevices = create<DeviceState>()((set) => ({
  devices: [],
  chosen: stored(),
  choose: (kind, id) =>
    set(({ chosen }) => {
      const next = { ...chosen, [kind]: id };
      localStorage.setItem(storageKey, JSON.stringify(next));
      return { chosen: next };
    }),
}));

/** The device chosen of this kind, as long as it is there. */
export function chosenDevice(kind: DeviceKind): string | undefined {
  const { devices, chosen } = useDevices.getState();
  const id = chosen[kind];
  return id !== undefined && devices.some((device) => device.id === id) ? id : undefined;
}

/** Reads anew which devices there are. */
export async function readDevices(): Promise<void> {
  // Browsers have no devices on pages that are not secure.
  const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  useDevices.setState({
    devices: found
      .filter(({ deviceId, kind }) => deviceId !== '' && kind !== undefined)
      .map(({ deviceId, kind, label }) => ({ id: deviceId, kind, label })),
  });
}

/** Follows devices as they come and go; returns what ends it. */
export function followDevices(): () => void {
  void readDevices();
  const listener = () => void readDevices();
  navigator.mediaDevices?.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices?.removeEventListener('devicechange', listener);
}
