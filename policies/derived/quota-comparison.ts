import { isKnownObject } from '../planset/kubernetes-object.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { nano, nanoOf } from './quantity.js';
import type { ExpectedHard } from './quota-keys.js';

/** One key of a quota that is not as it should be. */
export interface Difference {
  readonly key: string;
  readonly kind: 'missing' | 'higher' | 'lower' | 'extra' | 'unreadable' | 'unknown';
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
}

type Value = { readonly text: string; readonly nano: bigint } | { readonly unknown: string } | { readonly unreadable: string };

/** Whether a quota counts only some pods; such a quota tightens and never stands for the approved figures. */
const isScoped = ({ body }: KubernetesObject): boolean => {
  const spec = body['spec'];
  if (!isKnownObject(spec)) return false;
  const scopes = spec['scopes'];
  return spec['scopeSelector'] !== undefined || (Array.isArray(scopes) && scopes.length > 0);
};

/** Every quota of a namespace holds at once: per key the smallest counts. */
function effective(quotas: readonly KubernetesObject[]): ReadonlyMap<string, Value> | { readonly unknown: string } {
  const values = new Map<string, Value>();
  for (const { body } of quotas) {
    const spec = body['spec'];
    const hard = isKnownObject(spec) ? spec['hard'] : spec;
    if (isUnknown(hard)) return { unknown: hard.because };
    if (!isKnownObject(hard)) continue;
    for (const [key, raw] of Object.entries(hard)) {
      const value = valueOf(raw);
      const known = values.get(key);
      if (known === undefined || !('nano' in value) || ('nano' in known && value.nano < known.nano)) values.set(key, value);
    }
  }
  return values;
}

function valueOf(raw: Known): Value {
  if (isUnknown(raw)) return { unknown: raw.because };
  const text = plainText(raw);
  const parsed = nanoOf(text);
  return parsed === undefined ? { unreadable: text } : { text, nano: parsed };
}

/** Where the quotas of a namespace differ from what is expected, key by key; empty where they agree. */
export function comparedQuota(quotas: readonly KubernetesObject[], { exact, optionalZero, counted }: ExpectedHard): readonly Difference[] {
  const hard = effective(quotas.filter((quota) => !isScoped(quota)));
  if (!(hard instanceof Map)) return [{ key: 'spec.hard', kind: 'unknown', found: 'unknown' in hard ? plainText(hard.unknown) : '' }];
  const values: ReadonlyMap<string, Value> = hard;
  const differences: Difference[] = [];
  for (const [key, expected] of exact) {
    const value = values.get(key);
    if (value === undefined) differences.push({ key, kind: 'missing', expected: plain(expected) });
    else if ('unknown' in value) differences.push({ key, kind: 'unknown', found: value.unknown, expected: plain(expected) });
    else if ('unreadable' in value) differences.push({ key, kind: 'unreadable', found: value.unreadable, expected: plain(expected) });
    else if (value.nano !== expected) differences.push({ key, kind: value.nano > expected ? 'higher' : 'lower', found: value.text, expected: plain(expected) });
  }
  const spellings = new Set(counted.flat());
  for (const [key, value] of values) {
    if (exact.has(key) || spellings.has(key) || key.startsWith('count/')) continue;
    if (optionalZero.has(key) && 'nano' in value && value.nano === 0n) continue;
    differences.push({ key, kind: 'unknown' in value ? 'unknown' : 'extra', found: 'text' in value ? value.text : 'unknown' in value ? value.unknown : value.unreadable });
  }
  for (const names of counted) if (!names.some((name) => values.has(name))) differences.push({ key: names[0] ?? '', kind: 'missing' });
  return differences;
}

/** Nano units as plain decimals, exact. */
function plain(value: bigint): string {
  const rest = String(value % nano).padStart(9, '0').replace(/0+$/, '');
  return `${value / nano}${rest === '' ? '' : `.${rest}`}`;
}
