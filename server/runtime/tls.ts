import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { writeWhole } from './data-folder.ts';

export interface Tls {
  readonly cert: string;
  readonly key: string;
  /** Root of the own authority, to be installed on clients; undefined with a given certificate. */
  readonly root?: string;
}

/** The global one: its types are Node's here and the browser's where a test is compiled, as those of the library are. */
const { crypto } = globalThis;
type Key = Parameters<typeof crypto.subtle.exportKey>[1];
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 24 * 3_600_000;
const authorityDays = 3_650;
/** Chromium takes no server certificate that is valid for longer than 398 days. */
const serverDays = 397;
/** A certificate with less than this left is made anew at start. */
const renewDays = 60;

/** Reads a given certificate and key. */
export function givenTls(certificateFile: string, keyFile: string): Tls {
  return { cert: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}

/** The own local authority of this installation and a certificate from it for these names and addresses. */
export async function ownTls(folder: string, names: readonly string[]): Promise<Tls> {
  x509.cryptoProvider.set(crypto);
  const authority = await ownAuthority(folder);
  const certificateFile = join(folder, 'server.pem');
  const keyFile = join(folder, 'server.key');
  if (existsSync(certificateFile) && existsSync(keyFile)) {
    const cert = readFileSync(certificateFile, 'utf8');
    const present = new X509Certificate(cert);
    const fits = names.every((name) => (isIP(name) ? present.checkIP(name) : present.checkHost(name)));
    const fresh = present.validToDate.getTime() - Date.now() > renewDays * day;
    if (fits && fresh) return { cert, key: readFileSync(keyFile, 'utf8'), root: authority.pem };
  }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${names[0] ?? 'sipin'}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + serverDays * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) ? ('ip' as const) : ('dns' as const), value: name })),
      ),
    ],
  });
  const cert = certificate.toString('pem');
  const key = await pemOf(keys.privateKey);
  writeWhole(keyFile, key, 0o600);
  writeWhole(certificateFile, cert);
  return { cert, key, root: authority.pem };
}

async function ownAuthority(folder: string) {
  const certificateFile = join(folder, 'authority.pem');
  const keyFile = join(folder, 'authority.key');
  if (existsSync(certificateFile) && existsSync(keyFile)) {
    const pem = readFileSync(certificateFile, 'utf8');
    const der = x509.PemConverter.decode(readFileSync(keyFile, 'utf8'))[0];
    if (!der) throw new Error(`${keyFile} holds no key`);
    const key = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
    return { pem, key, certificate: new x509.X509Certificate(pem) };
  }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=Sipin local authority',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + authorityDays * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const pem = certificate.toString('pem');
  writeWhole(keyFile, await pemOf(keys.privateKey), 0o600);
  writeWhole(certificateFile, pem);
  return { pem, key: keys.privateKey, certificate };
}

async function pemOf(key: Key): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function serial(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
}
