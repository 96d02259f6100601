import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountContract } from '../../app/account/index.ts';
import { areaContract } from '../../app/area/index.ts';
import { auditContract } from '../../app/audit/index.ts';
import { sealBlock } from '../../server/audit/sealer.ts';
import { verifyJournal } from '../../server/audit/verify.ts';
import { root } from '../harness/parts.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

describe('the audit journal', () => {
  let server: TestServer;
  let administrator: SignedIn;
  let county: SignedIn;

  beforeAll(async () => {
    server = await startTestServer();
    administrator = await server.signIn('administrator', '3208');
    county = await server.signIn('operator', '320803');
  });
  afterAll(() => server.stop());

  const sealed = () =>
    waitFor('everything to be sealed', async () => (await verifyJournal(server.storage.database)).unsealed === 0);

  it('holds every act, every refusal, and who looked at it', async () => {
    await expect(county.client.call(areaContract.list, { within: '320804' })).rejects.toMatchObject({
      category: 'forbidden',
    });
    await county.client.call(accountContract.setPassword, { password: 'a long enough phrase' });
    await expect(
      county.client.call(accountContract.signIn, { login: county.login, password: 'wrong', device: 'x' }),
    ).rejects.toMatchObject({ code: 'account.credentials-refused' });
    const { entries } = await administrator.client.call(auditContract.list, {});
    const kinds = entries.map(({ kind, outcome }) => `${kind} ${outcome}`);
    expect(kinds).toContain('account.set-password done');
    expect(kinds).toContain('area.list refused');
    expect(kinds).toContain('account.redeem done');
    expect(kinds).toContain('audit.list done');
    expect(JSON.stringify(entries)).not.toContain('a long enough phrase');
    const refused = await administrator.client.call(auditContract.list, { outcome: 'refused' });
    expect(refused.entries.every(({ outcome }) => outcome === 'refused')).toBe(true);
    expect(refused.entries.length).toBeGreaterThan(0);
  });

  it('shows an account only what concerns its jurisdiction', async () => {
    const { entries } = await county.client.call(auditContract.list, { limit: 500 });
    expect(entries.length).toBeGreaterThan(0);
    for (const { area, subjectArea } of entries) {
      expect(area?.startsWith('320803') || subjectArea?.startsWith('320803')).toBe(true);
    }
    await expect(county.client.call(auditContract.list, { area: '320804' })).rejects.toMatchObject({
      code: 'contract.area-refused',
    });
    await expect(county.client.call(auditContract.verify, {})).rejects.toMatchObject({ code: 'contract.role-refused' });
    const worker = await server.signIn('worker', '320803001001001');
    await expect(worker.client.call(auditContract.list, {})).rejects.toMatchObject({ code: 'contract.role-refused' });
  });

  it('is sealed by itself and proves itself, also when entries are written all at once', async () => {
    await Promise.all(Array.from({ length: 40 }, () => administrator.client.call(auditContract.list, { limit: 1 })));
    await sealed();
    const found = await administrator.client.call(auditContract.verify, {});
    expect(found.broken).toBeNull();
    expect(found.entries).toBeGreaterThan(40);
  });

  it('seals each entry once, however many sealers there are', async () => {
    await administrator.client.call(auditContract.list, { limit: 1 });
    const { database } = server.storage;
    await Promise.all(Array.from({ length: 8 }, () => sealBlock(database)));
    await sealed();
    expect((await verifyJournal(database)).broken).toBeNull();
  });

  it('is exported as CSV that no spreadsheet runs', async () => {
    await expect(county.client.call(accountContract.list, { search: '=cmd()' })).resolves.toBeDefined();
    const response = await fetch(`${server.url}/api/audit/export.csv?kind=area.list`, {
      headers: { authorization: `Bearer ${administrator.token}` },
    });
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(text.split('\r\n')[0]).toContain('id,at,kind');
    expect(text).toContain('area.list');
    expect((await fetch(`${server.url}/api/audit/export.csv`)).status).toBe(401);
  });

  it('cannot be changed, removed from or emptied, not even by the server', async () => {
    const { database } = server.storage;
    for (const statement of [
      sql`update audit_entry set kind = 'nothing' where id = 1`,
      sql`delete from audit_entry where id = 1`,
      sql`truncate audit_entry`,
      sql`update audit_block set hash = '' where number = 1`,
      sql`delete from audit_block where number = 1`,
    ]) {
      await expect(statement.execute(database)).rejects.toThrow('append-only');
    }
  });

  describe('when somebody with full rights over the database tampers with it', () => {
    let entry: number;
    const tamper = async (run: () => Promise<unknown>) => {
      const { database } = server.storage;
      await sealed();
      await sql`alter table audit_entry disable trigger user`.execute(database);
      await sql`alter table audit_block disable trigger user`.execute(database);
      const { rows } = await sql<{
        id: number;
      }>`select id from audit_entry where block = 1 order by id limit 1`.execute(database);
      entry = Number(rows[0]?.id);
      await sql`create table kept_entry as table audit_entry`.execute(database);
      await sql`create table kept_block as table audit_block`.execute(database);
      await run();
      return (await verifyJournal(database)).broken;
    };
    afterEach(async () => {
      const { database } = server.storage;
      await sql`delete from audit_entry`.execute(database);
      await sql`insert into audit_entry overriding system value select * from kept_entry`.execute(database);
      await sql`delete from audit_block`.execute(database);
      await sql`insert into audit_block select * from kept_block`.execute(database);
      await sql`drop table kept_entry, kept_block`.execute(database);
      await sql`alter table audit_entry enable trigger user`.execute(database);
      await sql`alter table audit_block enable trigger user`.execute(database);
      expect((await verifyJournal(database)).broken).toBeNull();
    });

    it('a changed entry is named', async () => {
      const broken = await tamper(() =>
        sql`update audit_entry set account_name = '别人' where id = ${entry}`.execute(server.storage.database),
      );
      expect(broken).toMatchObject({ block: 1, entry, problem: expect.stringContaining('changed') });
    });

    it('a removed entry is named', async () => {
      const broken = await tamper(() =>
        sql`delete from audit_entry where id = ${entry}`.execute(server.storage.database),
      );
      expect(broken).toMatchObject({ block: 1, entry, problem: expect.stringContaining('removed') });
    });

    it('an inserted entry is named', async () => {
      const broken = await tamper(() =>
        sql`insert into audit_entry (at, kind, outcome, detail, address, request, block)
            values (now(), 'account.sign-in', 'done', '{}', 'x', 'y', 1)`.execute(server.storage.database),
      );
      expect(broken).toMatchObject({ block: 1, problem: expect.stringContaining('inserted') });
    });

    it('a block that was taken out, or whose hash was made anew, is named', async () => {
      const broken = await tamper(() => sql`delete from audit_block where number = 1`.execute(server.storage.database));
      expect(broken).toMatchObject({ problem: 'block 1 is missing' });
    });
  });

  it('is proved from the command line, and says so when it is broken', async () => {
    await sealed();
    const url = new URL(
      (server.storage.pool as unknown as { options: { connectionString: string } }).options.connectionString,
    );
    const run = () =>
      spawnSync(process.execPath, [join(root, 'server', 'audit', 'main.ts'), 'verify'], {
        encoding: 'utf8',
        env: { ...process.env, DATABASE_URL: url.href },
      });
    const whole = run();
    expect(whole.stdout).toContain('The chain is whole');
    expect(whole.status).toBe(0);
    const { database } = server.storage;
    await sql`alter table audit_entry disable trigger user`.execute(database);
    await sql`update audit_entry set address = 'elsewhere' where block = 1`.execute(database);
    const broken = run();
    expect(broken.status).toBe(1);
    expect(broken.stderr).toMatch(/BROKEN at block 1, entry \d+/);
  });
});
