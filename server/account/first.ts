import type { Database } from '../storage/database.ts';
import { invite } from './service.ts';
import { enrolAccounts } from './store.ts';

/**
 * The two accounts that an installation begins with, the administrator and the operator of its own area, and a fresh
 * one-time link for each. There are no default passwords: whoever can start the server can sign in.
 */
export async function firstTickets(
  database: Database,
  area: string,
): Promise<{ operatorTicket: string; administratorTicket: string }> {
  return database.transaction().execute(async (transaction) => {
    const accounts = await enrolAccounts(transaction, [
      { login: `${area}-operator`, name: '值班员', role: 'operator', area },
      { login: `${area}-administrator`, name: '管理员', role: 'administrator', area },
    ]);
    const idOf = (login: string) => accounts.find((account) => account.login === login)?.id ?? '';
    const operator = idOf(`${area}-operator`);
    const tickets = await invite(transaction, [operator, idOf(`${area}-administrator`)], new Date());
    const [first, second] = tickets;
    if (!first || !second) throw new Error('the first accounts could not be made');
    return { operatorTicket: first.ticket, administratorTicket: second.ticket };
  });
}
