/**
 * Where in a value a string stands that cannot be stored, or undefined: PostgreSQL has no NUL character in a text, and
 * half of a surrogate pair is no character in any text.
 */
export function unstorablePath(value: unknown): string | undefined {
  const open: { value: unknown; path: string }[] = [{ value, path: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: here, path } = next;
    if (typeof here === 'string') {
      if (here.includes('\u0000') || !here.isWellFormed()) return path || '/';
    } else if (typeof here === 'object' && here !== null) {
      for (const [key, inner] of Object.entries(here)) {
        open.push({ value: inner, path: path === '' ? key : `${path}.${key}` });
      }
    }
  }
  return undefined;
}
