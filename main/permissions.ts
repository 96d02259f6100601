import type { Session } from 'electron';
import { isPermitted } from './permission-rules.ts';

/** Who may have what in this session, for requests and checks alike; devices of other kinds are never given out. */
export function guardPermissions(session: Session, isOwn: (url: string) => boolean): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const { requestingUrl: from, isMainFrame: mainFrame } = details;
    answer(isPermitted({ permission, from, mainFrame, page: contents.getURL() }, isOwn));
  });
  session.setPermissionCheckHandler((contents, permission, origin, details) =>
    // Without contents no frame asks but the origin as such (notifications, for one).
    isPermitted(
      {
        permission,
        from: origin,
        mainFrame: (contents === null || details.isMainFrame) && !details.embeddingOrigin,
        page: contents?.getURL(),
      },
      isOwn,
    ),
  );
  session.setDevicePermissionHandler(() => false);
}
