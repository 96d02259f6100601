import { basename } from 'node:path';
import { z } from 'zod';
import { SipinError } from '../app/contract/index.ts';
import { languages } from '../app/messages.ts';
import { parseAddress } from './address.ts';
import { readJson, writeJson } from './json-file.ts';

const server = z.string().refine((text) => {
  try {
    return parseAddress(text).origin === text;
  } catch {
    return false;
  }
});
const schema = z.strictObject({
  version: z.literal(1),
  server: server.nullable(),
  language: z.enum(languages).nullable(),
});
type Values = z.infer<typeof schema>;

/** What the window remembers: its server and its language. */
export class Settings {
  readonly #path: string;
  #values: Values = { version: 1, server: null, language: null };
  /** Name under which an unreadable file was kept, to be told to who must enter the address again. */
  readonly putAside: string | null;

  constructor(path: string) {
    this.#path = path;
    const reading = readJson(path, schema);
    if (reading.state === 'read') this.#values = reading.value;
    this.putAside = reading.state === 'broken' ? basename(reading.putAside) : null;
  }

  get server(): string | undefined {
    return this.#values.server ?? undefined;
  }

  get language(): Values['language'] {
    return this.#values.language;
  }

  /** Remembers what has changed; what cannot be saved is said and not taken for saved. */
  save(change: Partial<Pick<Values, 'server' | 'language'>>): void {
    const values = { ...this.#values, ...change };
    try {
      writeJson(this.#path, values);
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new SipinError('unavailable', 'desktop.cannot-save', { reason }, { cause: error });
    }
    this.#values = values;
  }
}
