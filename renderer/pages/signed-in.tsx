import { useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { accountContract } from '../../app/account/index.ts';
import { AccountContext } from '../account/state.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useSelection } from '../kit/selection.ts';
import { live, useConnection, useLiveQuery } from '../live/index.ts';

/** Lets in who is signed in, opens the line to the server for them, and sends everybody else to sign in. */
export function SignedIn() {
  const me = useLiveQuery(accountContract.me, {});
  const connection = useConnection();
  const location = useLocation();
  const account = me.data;
  const id = account?.id;
  useEffect(() => {
    if (id === undefined) return;
    live.start();
    return () => live.stop();
  }, [id]);
  useEffect(() => {
    if (account && !useSelection.getState().area.startsWith(account.area))
      useSelection.setState({ area: account.area });
  }, [account]);

  const refused = me.error?.category === 'unauthenticated' || me.error?.category === 'forbidden';
  if (refused || (account && connection.state === 'signed-out' && connection.since > me.dataUpdatedAt + 1_000)) {
    return <Navigate to="/sign-in" replace state={{ from: location.pathname }} />;
  }
  if (me.error && !account) return <ErrorNotice error={me.error} retry={() => void me.refetch()} full />;
  if (!account) return <Loading />;
  if (account.role === 'worker') return <Navigate to="/field" replace />;
  return (
    <AccountContext value={account}>
      <Outlet />
    </AccountContext>
  );
}
