import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../../bin/runner/plan-json.js';
import { redacted, redactMarked, redactPlan } from '../../../bin/runner/redact.js';
import { redactManifest, redactManifestText } from '../../../bin/runner/redact-secrets.js';
import { change, engineFolders, planFixture } from './fixture.js';

const secret = 'not-a-real-password';

describe.each(engineFolders)('a real plan of %s', (engine) => {
  it.each(['create', 'no-op', 'drift'] as const)('%s holds the secret before and not after', (name) => {
    const raw = planFixture(engine, name);
    expect(JSON.stringify(raw)).toContain(secret);
    expect(JSON.stringify(redactPlan(raw))).not.toContain(secret);
  });

  it('keeps everything that is no secret: changes, marks, unknowns, ordinary values', () => {
    const raw = planFixture(engine, 'create');
    const clean = redactPlan(raw) as typeof raw;
    const ofQuota = (plan: typeof raw) => plan.resource_changes?.find(({ address }) => address === 'kubernetes_resource_quota_v1.known');
    expect(ofQuota(clean)).toEqual(ofQuota(raw));
    const marks = (plan: typeof raw) => plan.resource_changes?.map(({ address, change: { actions, after_sensitive, after_unknown } }) => [address, actions, after_sensitive, after_unknown]);
    expect(marks(clean)).toEqual(marks(raw));
    expect(Object.keys(clean)).toEqual(Object.keys(raw));
  });

  it('takes out every variable and default, marked or not', () => {
    const text = JSON.stringify(redactPlan(planFixture(engine, 'create')));
    const { variables, configuration } = JSON.parse(text) as { variables: Record<string, unknown>; configuration: { root_module: { variables: Record<string, { default?: unknown }> } } };
    expect(Object.values(variables)).toEqual(Object.keys(variables).map(() => ({ value: redacted })));
    expect(Object.values(configuration.root_module.variables).map((variable) => variable.default).filter((each) => each !== undefined && each !== redacted)).toEqual([]);
  });
});

describe('values at marked places', () => {
  it.each([
    ['a whole value', { a: 1 }, true, redacted],
    ['one key', { a: 1, b: 2 }, { a: true }, { a: redacted, b: 2 }],
    ['an item of a list', [{ p: 's', q: 1 }], [{ p: true }], [{ p: redacted, q: 1 }]],
    ['null stays null', { a: null }, { a: true }, { a: null }],
    ['no mark', { a: 1 }, {}, { a: 1 }],
    ['false is no mark', { a: 1 }, false, { a: 1 }],
  ])('%s', (_, value, mark, expected) => {
    expect(redactMarked(value, mark)).toEqual(expected);
  });

  it('never lets a marked leaf through, whatever the shape', () => {
    const leaf = fc.constantFrom('SECRET-a', 'SECRET-b');
    // A value with its mark: leaves that are marked carry the word SECRET, others do not.
    const marked: fc.Arbitrary<[unknown, unknown]> = fc.letrec<{ node: [unknown, unknown] }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf.map((value): [unknown, unknown] => [value, true]),
        fc.integer().map((value): [unknown, unknown] => [value, false]),
        fc.array(tie('node'), { maxLength: 4 }).map((items): [unknown, unknown] => [items.map(([value]) => value), items.map(([, mark]) => mark)]),
        fc.dictionary(fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'), tie('node'), { maxKeys: 4 }).map((entries): [unknown, unknown] => [
          Object.fromEntries(Object.entries(entries).map(([key, [value]]) => [key, value])),
          Object.fromEntries(Object.entries(entries).map(([key, [, mark]]) => [key, mark])),
        ]),
      ),
    })).node;
    fc.assert(
      fc.property(marked, ([value, mark]) => {
        expect(JSON.stringify(redactMarked(value, mark))).not.toContain('SECRET');
      }),
    );
  });
});

describe('what no mark protects', () => {
  it('a literal of a sensitive attribute in the configuration', () => {
    const plan = {
      resource_changes: [change('helm_release.x["a.b"]', ['create'], { after: { values: ['v'], set_sensitive: [{ name: 'n', value: secret }] }, after_sensitive: { set_sensitive: [{ value: true }] } })],
      configuration: { root_module: { resources: [{ address: 'helm_release.x', type: 'helm_release', expressions: { set_sensitive: [{ name: { constant_value: 'n' }, value: { constant_value: secret } }], values: { constant_value: ['v'] } } }] } },
    };
    const clean = redactPlan(plan) as typeof plan;
    expect(JSON.stringify(clean)).not.toContain(secret);
    expect(clean.configuration.root_module.resources[0]?.expressions.values).toEqual({ constant_value: ['v'] });
    expect(clean.configuration.root_module.resources[0]?.expressions.set_sensitive[0]?.name).toEqual({ constant_value: 'n' });
  });

  it('a Secret as a manifest, in plan, state and configuration', () => {
    const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { key: secret } };
    const plan = {
      resource_changes: [change('kubernetes_manifest.s', ['create'], { after: { manifest, object: manifest } })],
      prior_state: { values: { root_module: { resources: [{ address: 'kubernetes_manifest.s', mode: 'managed', type: 'kubernetes_manifest', name: 's', values: { manifest } }] } } },
      configuration: { root_module: { resources: [{ address: 'kubernetes_manifest.s', type: 'kubernetes_manifest', expressions: { manifest: { constant_value: manifest } } }] } },
    };
    const text = JSON.stringify(redactPlan(plan));
    expect(text).not.toContain(secret);
    expect(text).toContain('"key"');
  });

  it('provider arguments and sensitive outputs', () => {
    const plan = {
      output_changes: { token: { actions: ['create'], before: null, after: secret, before_sensitive: true, after_sensitive: true } },
      planned_values: { outputs: { token: { sensitive: true, value: secret }, plain: { sensitive: false, value: 'seen' } } },
      configuration: { provider_config: { kubernetes: { name: 'kubernetes', expressions: { token: { constant_value: secret } } } } },
    };
    const text = JSON.stringify(redactPlan(plan));
    expect(text).not.toContain(secret);
    expect(text).toContain('seen');
  });

  it('Secrets rendered from a chart, and nothing else of it', () => {
    const others = '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c   # kept\ndata:\n  password: visible\n';
    const text = `${others}---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  admin-password: ${secret}\n---\n# last\nkind: Service\n`;
    const clean = redactManifestText(text, redacted);
    expect(clean).not.toContain(secret);
    expect(clean).toContain('admin-password');
    expect(clean.startsWith(others)).toBe(true);
    expect(clean.endsWith('---\n# last\nkind: Service\n')).toBe(true);
    expect(redactManifestText(others, redacted)).toBe(others);
  });

  it.each([
    ['quoted kind', `kind: "Secret"\nstringData: {a: ${secret}}\n`],
    ['a list of objects', `kind: List\nitems:\n- kind: Secret\n  data: {a: ${secret}}\n`],
    ['block text', `kind: Secret\nstringData:\n  a: |\n    line\n    ${secret}\n`],
    ['a map of objects by name', JSON.stringify({ 'ns/Secret/v1/s': { kind: 'Secret', data: { a: secret } } })],
    ['kubectl’s own copy', `kind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '{"data":"${secret}"}'\n`],
    ['text that is no YAML', `kind: Secret\n\t- ${secret}: [\n`],
  ])('in a chart as %s', (_, text) => {
    expect(redactManifestText(text, redacted)).not.toContain(secret);
  });

  it('a Secret nested deeper than any chart is: nothing of it, and no end of the process', () => {
    expect(redactManifestText(`kind: Secret\ndata: ${'['.repeat(100_000)}${secret}`, redacted)).not.toContain(secret);
  });

  it('leaves objects of other kinds alone', () => {
    const object = { kind: 'SecretProviderClass', data: { a: 'b' } };
    expect(redactManifest(object, redacted)).toBe(object);
    expect(isObject(redactManifest({ kind: 'Secret', data: null }, redacted))).toBe(true);
  });
});
