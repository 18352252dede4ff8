import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../policies/planset/json.js';
import { plainText, showable } from '../../../policies/planset/known.js';
import type { Known, ReadStack } from '../../../policies/planset/read-model.js';
import { readPlan } from '../../../policies/planset/read-plan.js';

/** A value with the canary in it, at a depth and in a shape, and the mark that covers it. */
interface Hidden {
  readonly value: Json;
  readonly mark: Json;
}

const wrapped: fc.Arbitrary<(canary: string) => Hidden> = fc
  .array(fc.constantFrom('map', 'list', 'key', 'mark'), { maxLength: 4 })
  .map((steps) => (canary) => {
    let hidden: Hidden = { value: canary, mark: true };
    for (const step of steps)
      if (step === 'list') hidden = { value: ['open', hidden.value], mark: [false, hidden.mark] };
      else if (step === 'map') hidden = { value: { inside: hidden.value, beside: 'open' }, mark: { inside: hidden.mark } };
      // The mark moves up: from here on even the keys are secret.
      else if (step === 'key') hidden = { value: { [canary]: hidden.value }, mark: true };
      else hidden = { value: hidden.value, mark: true };
    return hidden;
  });

const base = (type: string, name: string): Record<string, Json> => ({ address: `${type}.${name}`, mode: 'managed', type, name });
const metadata = [{ name: 'n', namespace: 'a' }];
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A plan with the canary in every place from which it could leave. */
function planWith(canary: string, { value, mark }: Hidden, marks: 'before' | 'after' | 'both'): Json {
  const [before_sensitive, after_sensitive] = [marks === 'after' ? {} : { spec: mark, data: mark, set: mark, manifest: mark, odd: mark }, marks === 'before' ? {} : { spec: mark, data: mark, set: mark, manifest: mark, odd: mark }];
  const changed = (values: Record<string, Json>, more: Record<string, Json> = {}): Json => ({ actions: ['update'], before: { metadata, ...values }, after: { metadata, ...values }, after_unknown: {}, before_sensitive, after_sensitive, ...more });
  // The engine marks what comes from a variable; a constant is secret only where the provider marks the whole attribute.
  const constant = mark === true ? canary : 'open';
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', annotations: { [lastApplied]: canary } }, data: { [canary]: canary }, stringData: { [canary]: canary }, binaryData: { k: canary } };
  const chart = `kind: ${JSON.stringify('List')}\napiVersion: v1\nitems:\n- ${JSON.stringify(secret)}\n`;
  const inputs = { name: 'r', namespace: 'a', chart: 'c', version: '1', values: ['{}'] };
  const resources: readonly Json[] = [
    { ...base('kubernetes_resource_quota_v1', 'q'), change: changed({ spec: value }) },
    { ...base('kubernetes_config_map_v1', 'c'), change: changed({ data: value }) },
    { ...base('kubernetes_secret_v1', 's'), change: changed({ data: { [canary]: canary }, binary_data: { k: canary } }, { before_sensitive: {}, after_sensitive: {} }) },
    { ...base('kubernetes_manifest', 'm'), change: changed({ manifest: secret, object: secret }, { before_sensitive: {}, after_sensitive: {} }) },
    { ...base('kubernetes_manifest', 'v'), change: changed({ manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: value }, object: null }, { before_sensitive: { manifest: { data: mark } }, after_sensitive: {} }) },
    { ...base('helm_release', 'r'), change: changed({ ...inputs, set_sensitive: value, odd: value }, { before_sensitive: { set_sensitive: mark, odd: mark }, after_sensitive: {} }) },
    { ...base('helm_release', 'own'), change: changed({ ...inputs, name: 'own', manifest: JSON.stringify({ k: secret }) }, { before_sensitive: {}, after_sensitive: {} }) },
    { ...base('other_thing', 'o'), change: changed({ odd: value }) },
  ];
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    variables: { v: { value: canary } },
    resource_changes: resources,
    resource_drift: resources.map((resource) => ({ ...(resource as object), change: { ...(resource as { change: object }).change, before: { odd: null, spec: null, data: null } } })) as Json,
    deferred_changes: [{ reason: 'x', resource_change: resources[0] as Json }],
    output_changes: { ndc_site: { before: 'x', before_sensitive: true }, other: { before: canary, after: canary } },
    planned_values: { outputs: { secret: { sensitive: true, value } }, root_module: { resources: [{ values: { odd: value } }] } },
    prior_state: {
      values: {
        outputs: { secret: { sensitive: true, value: canary } },
        root_module: {
          resources: [
            { ...base('other_thing', 'o'), values: { odd: canary }, sensitive_values: { odd: true } },
            { address: 'data.helm_template.r', mode: 'data', type: 'helm_template', name: 'r', values: { ...inputs, set_sensitive: value, manifest: chart, notes: canary }, sensitive_values: { set_sensitive: mark } },
          ],
        },
      },
    },
    configuration: {
      provider_config: { kubernetes: { name: 'kubernetes', expressions: { token: { constant_value: canary } } } },
      root_module: {
        variables: { v: { default: canary } },
        outputs: { secret: { expression: { constant_value: canary } } },
        resources: [
          { ...base('kubernetes_resource_quota_v1', 'q'), expressions: { spec: { constant_value: [constant, 'other'] } } },
          { ...base('kubernetes_config_map_v1', 'c'), expressions: { data: { constant_value: { other: constant } } } },
          { ...base('kubernetes_secret_v1', 's'), expressions: { data: { constant_value: { other: canary } } } },
          { ...base('kubernetes_manifest', 'm'), expressions: { manifest: { constant_value: { ...secret, data: { other: canary } } } } },
          { ...base('helm_release', 'r'), expressions: { set_sensitive: { constant_value: [{ name: 'n', value: constant }] } } },
        ],
        module_calls: { m: { expressions: { v: { constant_value: canary } }, module: { variables: { v: { default: canary } } } } },
      },
    },
    checks: [{ address: { to_display: 'check.c' }, status: 'fail', instances: [{ problems: [{ message: canary }] }] }],
  };
}

/** Every way in which what was read may be written down. */
const written = (stack: ReadStack): string =>
  [
    JSON.stringify(stack),
    inspect(stack, { depth: Infinity, showHidden: true, getters: true, maxArrayLength: null, maxStringLength: null }),
    ...stack.resources.flatMap(({ before, after, notEnforced = [] }) => [before, after].flatMap((object) => (object === undefined ? [] : Object.values(object.body))).concat(notEnforced.flatMap(({ configured, planned }) => [configured, planned]))).flatMap((value: Known) => [plainText(value), JSON.stringify(showable(value))]),
  ].join('\n');

describe('a canary', () => {
  it('never leaves the reader: no value, key or digest of what is sensitive', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{14}$/), wrapped, fc.constantFrom('before', 'after', 'both'), (canary, hide, marks) => {
        const stack = readPlan({ name: 's', kind: 'tenant', site: 'x' }, 'p', planWith(canary, hide(canary), marks));
        const text = written(stack);
        const traces = [canary, Buffer.from(canary).toString('base64'), ...['sha256', 'sha1', 'md5'].map((kind) => createHash(kind).update(canary).digest('hex'))];
        for (const trace of traces) expect(text.includes(trace) ? text.slice(Math.max(0, text.indexOf(trace) - 200), text.indexOf(trace) + 40) : '').toBe('');
        // The plan was read: what is not secret is there, the charts too.
        expect(stack.resources.map(({ address, chart }) => chart ?? address)).toEqual(expect.arrayContaining(['kubernetes_secret_v1.s', 'helm_release.r', 'helm_release.own']));
        expect(stack.resources.filter(({ chart }) => chart !== undefined).every(({ redacted }) => redacted)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('is in no message about a document that cannot be read', () => {
    const text = JSON.stringify(planWith('canary', { value: 'canary', mark: true }, 'both'));
    const broken = [text.slice(0, text.lastIndexOf('canary') + 3), text.replace('"canary"', 'canary'), text.replace('"canary"', '"canary" "canary"'), text.replace('{"canary":"canary"}', '{"canary":"canary","canary":1}'), `${text}canary`, text.replace('"canary"', '"canary\u0001"')];
    for (const document of broken) {
      expect(() => readPlan(undefined, 'p', document)).toThrow(/^p: /);
      expect(() => readPlan(undefined, 'p', document)).not.toThrow('canary');
    }
  });
});
