import fc from 'fast-check';
import { z } from 'zod';

/** What of JSON Schema our declarations use. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Things that there are on the server under test, so that what is generated gets further than "not found". */
export interface Known {
  readonly identifiers: readonly string[];
  readonly areas: readonly string[];
}

/** Strings that programs stumble over: what PostgreSQL refuses, what SQL, patterns and pages might take for theirs. */
const hostileStrings = [
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  "'; drop table account; --",
  '%_\\',
  '../../etc/passwd',
  '<img src=x onerror=alert(1)>',
  '{{code}}',
  '__proto__',
  '\u202e\u200b',
  '𠮷🏳️‍🌈',
  '99999999999999999999 甲',
  '0123abcd------------------------------------ 甲',
];

function string(schema: Schema, known: Known): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 200 } = schema;
  if (format === 'uuid') {
    return known.identifiers.length > 0
      ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known.identifiers) }, fc.uuid())
      : fc.uuid();
  }
  if (format === 'date-time') {
    const last = new Date('9999-12-31T23:59:59Z');
    return fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: last, noInvalidDate: true }).map((at) => at.toJSON());
  }
  if (format === 'cidrv4') return fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, bits]) => `${address}/${bits}`);
  if (pattern?.startsWith('^3')) {
    return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known.areas) }, fc.stringMatching(new RegExp(pattern)));
  }
  // Unicode classes are more than the generator of patterns knows; nearly all strings fit ours.
  const unicode = pattern?.includes('\\P') ?? false;
  if (pattern !== undefined && !unicode) return fc.stringMatching(new RegExp(pattern));
  const matches = (text: string) => pattern === undefined || new RegExp(pattern, 'u').test(text);
  const fits = hostileStrings.filter((each) => each.length >= minLength && each.length <= maxLength && matches(each));
  const plain = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 30)), unit: 'grapheme' });
  return fits.length > 0 ? fc.oneof({ weight: 2, arbitrary: plain }, fc.constantFrom(...fits)) : plain;
}

function number({ type, minimum = -1e9, maximum = 1e9, exclusiveMaximum }: Schema): fc.Arbitrary<number> {
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum, Number.MAX_SAFE_INTEGER) });
  return fc.double({
    min: minimum,
    max: exclusiveMaximum ?? maximum,
    maxExcluded: exclusiveMaximum !== undefined,
    noNaN: true,
  });
}

function fitting(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => fitting(each, known)));
  switch (schema.type) {
    case 'string':
      return string(schema, known);
    case 'number':
    case 'integer':
      return number(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const { prefixItems, items, minItems = 0 } = schema;
      if (prefixItems) return fc.tuple(...prefixItems.map((each) => fitting(each, known)));
      return fc.array(items ? fitting(items, known) : fc.jsonValue(), { minLength: minItems, maxLength: minItems + 2 });
    }
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(
        ([name, each]): [string, fc.Arbitrary<unknown>] => [name, fitting(each, known)],
      );
      const requiredKeys = [...(schema.required ?? [])];
      return fc.record<Record<string, unknown>>(Object.fromEntries(properties), {
        requiredKeys,
        noNullPrototype: true,
      });
    }
    default:
      return fc.jsonValue();
  }
}

/** Input that fits a declaration's schema, as the OpenAPI document has it. */
export function validInput(type: z.ZodType, known: Known): fc.Arbitrary<unknown> {
  return fitting(z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema, known);
}

/** What a client may send in place of a value. */
const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(...hostileStrings, '', ' ', 'x'.repeat(5_000)),
  fc.constantFrom(1e308, -1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 63, 0.1, -1, -0),
  fc.constantFrom(null, [], {}, [[]], { length: 3 }, { toString: 1 }, JSON.parse('{"__proto__":{"role":"x"}}')),
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((each, at) => pathsOf(each, [...path, at]))
    : Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]));
  return [path, ...inner];
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((each, at) => (at === first ? replaced(each, rest, by) : each));
  const entries = Object.entries(value as object).map(([key, each]) => [
    key,
    key === first ? replaced(each, rest, by) : each,
  ]);
  return Object.fromEntries(entries);
}

/** Input that would fit, but for one place: another value, a key that is missing, a key too many. */
function nearInput(type: z.ZodType, known: Known): fc.Arbitrary<unknown> {
  return fc
    .tuple(validInput(type, known), fc.nat(), wrong, fc.constantFrom('other', 'other', 'missing', 'further'))
    .map(([value, place, other, way]) => {
      if (way === 'further') return { ...(value as object), [JSON.stringify(other)?.slice(0, 20) ?? '']: other };
      const paths = pathsOf(value);
      const path = paths[place % paths.length] ?? [];
      return replaced(value, path, way === 'missing' ? undefined : other);
    });
}

/** Everything that a client may send: any JSON, what nearly fits, and what fits with whatever in its strings. */
export function anyInput(type: z.ZodType, known: Known): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 1, arbitrary: wrong },
    { weight: 3, arbitrary: nearInput(type, known) },
    { weight: 2, arbitrary: validInput(type, known) },
  );
}
