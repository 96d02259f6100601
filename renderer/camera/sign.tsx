import type { StreamState } from '../../app/camera/index.ts';

/** A camera in the colour and the shape of its state: never colour alone. */
export function StateSign({ state }: { state: StreamState }) {
  return (
    <svg className={`camera-sign ${state}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {state === 'failed' ? (
        <path d="M8 1 15 14H1z" />
      ) : state === 'live' ? (
        <circle cx="8" cy="8" r="6" />
      ) : state === 'idle' ? (
        <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 2.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z" />
      ) : (
        <path d="M8 1l7 7-7 7-7-7z" />
      )}
    </svg>
  );
}
