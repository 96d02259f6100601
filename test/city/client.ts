import { randomUUID } from 'node:crypto';
import { accountContract } from '../../app/account/index.ts';
import {
  type Declaration,
  type ErrorBody,
  type InputOf,
  idempotencyHeader,
  type OutputOf,
  pathOf,
  SipinError,
} from '../../app/contract/index.ts';

/** A program's line to a server over its public interface: what the city, the benches and the tests use. */
export class Client {
  readonly url: string;
  readonly token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url.replace(/\/$/, '');
    this.token = token;
  }

  /** Redeems a one-time ticket; the client that comes back is signed in. */
  static async redeem(url: string, ticket: string, device: string): Promise<Client> {
    const { token } = await new Client(url).call(accountContract.redeem, { ticket, device });
    return new Client(url, token);
  }

  /** Calls an act or a query; a failed connection is tried again with the same key. Throws a SipinError. */
  async call<D extends Declaration>(
    declaration: D,
    input: InputOf<D>,
    key: string = randomUUID(),
  ): Promise<OutputOf<D>> {
    for (let attempt = 1; ; attempt += 1) {
      let response: Response;
      try {
        response = await fetch(this.url + pathOf(declaration), {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            [idempotencyHeader]: key,
            ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
          },
          body: JSON.stringify(input),
        });
      } catch (error) {
        if (attempt < 5) {
          await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
          continue;
        }
        throw new SipinError('unavailable', 'contract.offline', {}, { cause: error });
      }
      const body: unknown = await response.json().catch(() => null);
      if (response.ok) return body as OutputOf<D>;
      const { error } = (body ?? {}) as { error?: ErrorBody };
      if (error?.code === 'contract.too-many' && attempt < 20) {
        await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(error.params.seconds ?? 1)));
        continue;
      }
      throw error
        ? new SipinError(error.category, error.code, error.params)
        : new SipinError('unavailable', 'contract.unavailable', { part: `HTTP ${response.status}` });
    }
  }

  /** Clients signed in as these accounts, by one-time tickets that this (an administrator's) client asks for. */
  async signInAs(accounts: readonly string[], device: string): Promise<Map<string, Client>> {
    if (accounts.length === 0) return new Map();
    const { tickets } = await this.call(accountContract.invite, { accounts: [...accounts] });
    const clients = new Map<string, Client>();
    for (const { account, ticket } of tickets) clients.set(account, await Client.redeem(this.url, ticket, device));
    return clients;
  }
}
