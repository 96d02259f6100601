import type { z } from 'zod';

/** What was last read, kept on the phone for when there is no network; null when there is none or it does not fit. */
export function readRemembered<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null {
  const text = localStorage.getItem(key);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export function remember(key: string, value: unknown): void {
  localStorage.setItem(key, JSON.stringify(value));
}
