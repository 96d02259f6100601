import { createContext, use } from 'react';
import type { Account } from '../../app/account/index.ts';

export const AccountContext = createContext<Account | null>(null);

/** The account that is signed in; only inside pages for which one must be. */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error('useAccount outside of a signed-in page');
  return account;
}
