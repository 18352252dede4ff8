import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../policies/planset/json.js';
import { readPlan, readPlanStream } from '../../../policies/planset/read-plan.js';
import { realPlans } from './understood.js';

const names = ['plans', 'plans-truth'].flatMap(realPlans);
const bytesOf = (name: string): Buffer => readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url));

/** Keys in alphabetical order, as `jq -S` writes them: then the configuration comes before the changes. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

describe('a plan is read the same', () => {
  it.each(names)('%s, with its keys sorted', (name) => {
    const text = bytesOf(name).toString();
    const again = JSON.stringify(sorted(JSON.parse(text) as Json), null, 2);
    expect(again.indexOf('"configuration"')).toBeLessThan(again.indexOf('"resource_changes"') < 0 ? Infinity : again.indexOf('"resource_changes"'));
    const [natural, ordered] = [readPlan(undefined, name, text), readPlan(undefined, name, again)];
    // Objects are compared whatever the order of their keys; pointers name the same places in both.
    expect(ordered).toEqual(natural);
  });

  const utf16 = (text: string, bigEndian: boolean): Buffer => {
    const bytes = Buffer.from(text, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  const encodings: readonly (readonly [string, (text: string) => Buffer])[] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with a mark', (text) => utf16(`\ufeff${text}`, false)],
    ['UTF-16 BE with a mark', (text) => utf16(`\ufeff${text}`, true)],
    ['UTF-16 LE', (text) => utf16(text, false)],
    ['UTF-16 BE', (text) => utf16(text, true)],
  ];
  const text = bytesOf('plans-truth/terraform-1.11.4/create').toString().replace('"registry.example/main:1"', '"registry.example/kiểm-thử-😀"');
  const expected = readPlan(undefined, 'p', text);

  it.each(encodings)('in %s, wherever its chunks end', async (_name, encode) => {
    const bytes = encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 30 }), async (lengths) => {
        const stack = await readPlanStream(undefined, 'p', { chunks: chunked(bytes, lengths), digest: () => 'sha256:x' });
        expect(stack).toEqual({ ...expected, document: { name: 'p', digest: 'sha256:x' } });
      }),
      { numRuns: 10 },
    );
  });

  it('byte by byte', async () => {
    for (const [, encode] of encodings) {
      const stack = await readPlanStream(undefined, 'p', { chunks: chunked(encode('{"format_version":"1.2","resource_changes":[],"x":"đ😀"}'), [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]), digest: () => '' });
      expect(stack.notUnderstood).toEqual(['field x']);
    }
  });
});

// eslint-disable-next-line @typescript-eslint/require-await -- a stream is asynchronous whether or not this one waits
async function* chunked(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of lengths) yield bytes.subarray(at, (at += length));
  yield bytes.subarray(at);
}
