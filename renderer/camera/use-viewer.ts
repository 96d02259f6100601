import { useEffect, useState, useSyncExternalStore } from 'react';
import { Viewer, type ViewerSnapshot } from './viewing.ts';

const none = () => () => undefined;

/** Looks through a camera as long as the component is there. */
export function useViewer(camera: string): Viewer | null {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  useEffect(() => {
    const opened = new Viewer(camera);
    setViewer(opened);
    return () => {
      opened.dispose();
      setViewer(null);
    };
  }, [camera]);
  return viewer;
}

/** What the viewer shows at present. */
export function useViewerSnapshot(viewer: Viewer | null): ViewerSnapshot | null {
  return useSyncExternalStore(viewer?.subscribe ?? none, () => viewer?.snapshot ?? null);
}
