import { isKnownObject } from '../planset/kubernetes-object.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { nano, nanoOf } from './quantity.js';
import { deepField, settledField } from './values.js';
import { elements } from './network-policy.js';
import type { CountBound, ExpectedHard } from './quota-keys.js';

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
export function comparedQuota(quotas: readonly KubernetesObject[], { exact, split, optionalZero, counted }: ExpectedHard): readonly Difference[] {
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
  for (const { keys, sum } of split) differences.push(...splitDifferences(keys, sum, values));
  const parts = new Set<string>(split.flatMap(({ keys }) => keys));
  const spellings = new Set(counted.flatMap(({ names }) => names));
  for (const [key, value] of values) {
    if (exact.has(key) || parts.has(key) || spellings.has(key) || key.startsWith('count/')) continue;
    if (optionalZero.has(key) && 'nano' in value && value.nano === 0n) continue;
    differences.push({ key, kind: 'unknown' in value ? 'unknown' : 'extra', found: 'text' in value ? value.text : 'unknown' in value ? value.unknown : value.unreadable });
  }
  for (const bound of counted) differences.push(...countDifferences(bound, values));
  differences.push(...priorityDifferences(quotas));
  return differences;
}

/** Two keys that are exactly one figure together: a missing one leaves its class unbounded. */
function splitDifferences(keys: readonly [string, string], sum: bigint, values: ReadonlyMap<string, Value>): readonly Difference[] {
  const named = keys.join(' + ');
  const expected = plain(sum);
  let found = 0n;
  for (const key of keys) {
    const value = values.get(key);
    if (value === undefined) return [{ key, kind: 'missing', expected: `≤ ${expected}` }];
    if ('unknown' in value) return [{ key, kind: 'unknown', found: value.unknown, expected: `≤ ${expected}` }];
    if ('unreadable' in value) return [{ key, kind: 'unreadable', found: value.unreadable, expected: `≤ ${expected}` }];
    if (value.nano < 0n) return [{ key, kind: 'lower', found: value.text, expected: '≥ 0' }];
    found += value.nano;
  }
  return found === sum ? [] : [{ key: named, kind: found > sum ? 'higher' : 'lower', found: plain(found), expected }];
}

/** Named in findings as the key it is about. */
const priorityKey = 'pods (PriorityClass)';

/**
 * A tenant's pods may not name just any priority class: one above its tier would push other tenants' pods out. A quota
 * scoped to priority classes that lets no pod in says so.
 * Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-per-priorityclass
 */
function priorityDifferences(quotas: readonly KubernetesObject[]): readonly Difference[] {
  const parts = quotas.map(({ body }) => {
    const expressions = elements(deepField(body, 'spec', 'scopeSelector', 'matchExpressions'));
    if ('because' in expressions) return expressions;
    if (!expressions.some((expression) => !isUnknown(expression) && settledField(expression, 'scopeName') === 'PriorityClass')) return undefined;
    const pods = deepField(body, 'spec', 'hard', 'pods');
    return isUnknown(pods) ? { because: pods.because } : nanoOf(plainText(pods)) === 0n;
  });
  if (parts.includes(true)) return [];
  const open = parts.find((part) => typeof part === 'object');
  return [open === undefined ? { key: priorityKey, kind: 'missing', expected: '0' } : { key: priorityKey, kind: 'unknown', found: open.because, expected: '0' }];
}

/** A count must be there where it is required, and wherever it stands be known and bound something without shutting the tenant out. */
function countDifferences({ names, required, least, most }: CountBound, values: ReadonlyMap<string, Value>): readonly Difference[] {
  const there = names.filter((name) => values.has(name));
  if (there.length === 0) return required ? [{ key: names[0] ?? '', kind: 'missing' }] : [];
  return there.flatMap((key): Difference[] => {
    const value = values.get(key);
    const expected = `${least}–${most}`;
    if (value === undefined) return [];
    if ('unknown' in value) return [{ key, kind: 'unknown', found: value.unknown, expected }];
    if ('unreadable' in value) return [{ key, kind: 'unreadable', found: value.unreadable, expected }];
    if (value.nano > most * nano) return [{ key, kind: 'higher', found: value.text, expected }];
    return value.nano < least * nano ? [{ key, kind: 'lower', found: value.text, expected }] : [];
  });
}

/** Nano units as plain decimals, exact. */
function plain(value: bigint): string {
  const rest = String(value % nano).padStart(9, '0').replace(/0+$/, '');
  return `${value / nano}${rest === '' ? '' : `.${rest}`}`;
}
