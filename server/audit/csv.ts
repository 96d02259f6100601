import type { AuditEntry } from '../../app/audit/index.ts';

/** One cell: quoted where need be; what a spreadsheet would run as a formula is kept from it by an apostrophe. */
function cell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** First line of an export, with the mark by which spreadsheets know UTF-8. */
export const csvHead = `\ufeff${['id', 'at', 'kind', 'outcome', 'account', 'name', 'role', 'area', 'subject area', 'detail', 'address', 'request', 'block'].join(',')}\r\n`;

export function csvLine(entry: AuditEntry): string {
  const cells = [
    entry.id,
    entry.at,
    entry.kind,
    entry.outcome,
    entry.account,
    entry.accountName,
    entry.role,
    entry.area,
    entry.subjectArea,
    JSON.stringify(entry.detail),
    entry.address,
    entry.request,
    entry.block,
  ];
  return `${cells.map(cell).join(',')}\r\n`;
}
