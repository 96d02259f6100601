import type { Session } from 'electron';
import { isPermitted } from './permission-rules.ts';

/** Who may have what in this session, for requests and checks alike; devices of other kinds are never given out. */
export function guardPermissions(session: Session, isOwn: (url: string) => boolean): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const { requestingUrl: from, isMainFrame: mainFrame } = details;
    answer(isPermitted({ permission, from, mainFrame, around: [contents.getURL()] }, isOwn));
  });
  session.setPermissionCheckHandler((contents, permission, from, { isMainFrame: mainFrame, embeddingOrigin }) => {
    const around = [contents?.getURL(), embeddingOrigin].filter((url) => url !== undefined);
    return isPermitted({ permission, from, mainFrame, around }, isOwn);
  });
  session.setDevicePermissionHandler(() => false);
}
