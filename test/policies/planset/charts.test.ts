import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../policies/planset/read-plan.js';
import type { ReadStack } from '../../../policies/planset/read-model.js';

const rendered = `---
# Source: demo/templates/cm.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: demo}
data: {replicas: "3"}
---
apiVersion: v1
kind: Secret
metadata: {name: demo, namespace: elsewhere}
data: {password: YzRuYXJ5}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: demo}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
`;
const inputs = { name: 'demo', namespace: 'case', chart: 'ndc/demo', version: '1.2.3', values: ['replicas: 3\n'], set: null };

interface Given {
  readonly template?: Record<string, unknown>;
  /** A data source that is read only at apply. */
  readonly later?: Record<string, unknown>;
  readonly sensitive?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
  readonly before?: Record<string, unknown> | null;
  readonly unknown?: Record<string, unknown>;
}

function read({ template, later, sensitive = {}, after = {}, before = null, unknown = {} }: Given): ReadStack {
  const values = { ...inputs, include_crds: true, manifest: rendered, manifests: null, set: [] };
  const data = template === undefined ? [] : [{ address: 'data.helm_template.demo', mode: 'data', type: 'helm_template', name: 'demo', values: { ...values, ...template }, sensitive_values: sensitive }];
  const deferred = later === undefined ? [] : [{ address: 'data.helm_template.demo', mode: 'data', type: 'helm_template', name: 'demo', change: { actions: ['read'], before: null, after: { ...inputs, set: [], ...later }, after_unknown: { manifest: true, manifests: true, crds: true } } }];
  const release = { address: 'helm_release.demo', mode: 'managed', type: 'helm_release', name: 'demo', change: { actions: before === null ? ['create'] : ['update'], before: before === null ? null : { ...inputs, manifest: null, ...before }, after: { ...inputs, manifest: null, ...after }, after_unknown: unknown, before_sensitive: {}, after_sensitive: {} } };
  return readPlan({ name: 's', kind: 'platform', site: 'ndc-01' }, 'plan.json', {
    format_version: '1.2',
    resource_changes: [release, ...deferred],
    prior_state: { values: { root_module: { child_modules: [{ resources: data }] } } },
    configuration: { root_module: {} },
  } as never);
}

const objects = ({ resources }: ReadStack) => resources.filter(({ chart }) => chart === 'helm_release.demo').map(({ after }) => `${after?.kind ?? ''} ${after?.namespace ?? ''} ${after?.name ?? ''}`);

describe('charts', () => {
  it('joins the release with the template of equal inputs, and reads every document of it', () => {
    const stack = read({ template: {} });
    expect(objects(stack)).toEqual(['ConfigMap case demo', 'Secret elsewhere demo', 'ClusterRole  demo']);
    expect(stack.opaqueCharts).toEqual([]);
    expect(JSON.stringify(stack)).not.toContain('YzRuYXJ5');
    expect(stack.resources.find(({ after }) => after?.kind === 'ConfigMap')?.pointer).toBe('/prior_state/values/root_module/child_modules/0/resources/0/values');
  });

  const other = 'data.helm_template.demo renders it with other inputs: ';
  const broken = 'what data.helm_template.demo rendered cannot be read: ';
  it.each<[string, Given, string]>([
    ['other values', { template: { values: ['replicas: 1\n'] } }, `${other}values`],
    ['another version, in another namespace', { template: { version: '1.2.4', namespace: 'b' } }, `${other}namespace, version`],
    ['other settings', { template: { set: [{ name: 'a', value: 'b' }] } }, `${other}set`],
    ['another chart', { template: { chart: 'other/demo' } }, `${other}chart`],
    ['a postrenderer that the template has not', { template: {}, after: { postrender: { binary_path: 'x' } } }, `${other}postrender`],
    ['unknown values equal nothing', { template: { values: null }, after: { values: undefined }, unknown: { values: true } }, 'data.helm_template.demo cannot be compared with it; it has inputs that cannot be known: values (not configured)'],
    ['read only at apply', { later: {} }, 'data.helm_template.demo is read only at apply'],
    ['read only at apply, with inputs only known then', { later: { values: undefined }, after: { values: undefined }, unknown: { values: true } }, 'data.helm_template.demo is read only at apply; it has inputs that cannot be known: values (not configured)'],
    ['another release', { template: { name: 'else' } }, 'no helm_template data source renders it'],
    ['no template', {}, 'no helm_template data source renders it'],
    ['write-only settings', { template: {}, after: { set_wo_revision: 1 } }, 'it has write-only settings (set_wo), which no plan holds'],
    ['nothing rendered', { template: { manifest: null } }, 'data.helm_template.demo rendered nothing'],
    ['what it rendered is sensitive', { template: {}, sensitive: { manifest: true } }, 'what data.helm_template.demo rendered is marked as sensitive'],
    ['half a chart', { template: { manifest: 'kind: A\n---\nkind: "B' } }, `${broken}it is no YAML`],
    ['a key twice', { template: { manifest: 'kind: A\nkind: B\n' } }, `${broken}a key stands in it twice`],
    ['a map as a key', { template: { manifest: 'kind: A\n{a: b}: c\n' } }, `${broken}it has a key that is no text`],
    ['a document that is no object', { template: { manifest: 'apiVersion: v1\nkind: A\n---\njust text\n' } }, `${broken}it holds a document that is no Kubernetes object`],
    ['aliases that multiply', { template: { manifest: `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n` } }, `${broken}its aliases multiply`],
    ...['[', '- ', '? ', '{a: ', '[ # ]\n'].map((unit): [string, Given, string] => [`nesting without end: ${unit}`, { template: { manifest: unit.repeat(300_000) } }, `${broken}it is nested deeper than 500 levels`]),
    ['one deep line', { template: { manifest: `${' '.repeat(600)}a: 1` } }, `${broken}it is nested deeper than 500 levels`],
    ['values without number', { template: { manifest: `[${'a,'.repeat(500_001)}]` } }, `${broken}it holds more than 500000 values`],
    ['more text than a chart has', { template: { manifest: `# ${'x'.repeat(17 * 2 ** 20)}` } }, `${broken}it is longer than 16 MiB`],
    ["the provider's own manifest broken off", { after: { manifest: '{"a": ' } }, "the provider's own manifest cannot be read: it is no JSON"],
    ["a key twice in the provider's own manifest", { after: { manifest: '{"a": {}, "a": {}}' } }, "the provider's own manifest cannot be read: it is no JSON"],
  ])('%s: opaque', (_name, given, because) => {
    const stack = read(given);
    expect(objects(stack)).toEqual([]);
    expect(stack.opaqueCharts).toEqual([{ address: 'helm_release.demo', namespace: 'case', column: 'after', because }]);
  });

  it('compares sensitive inputs without showing them', () => {
    const secret = { values: ['password: c4nary'] };
    const marked = read({ template: secret, sensitive: { values: true }, after: secret });
    expect(objects(marked)).toHaveLength(3);
    expect(read({ template: secret, sensitive: { values: true } }).opaqueCharts[0]?.because).toBe(`${other}values`);
    expect(JSON.stringify(marked.resources)).not.toContain('c4nary');
  });

  it('reads YAML as Helm does: dates and clock times stay texts, yes is true', () => {
    const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {day: 2027-06-30, time: 12:30:45, on: yes, octal: 0644}\n';
    const [object] = read({ template: { manifest } }).resources.filter(({ chart }) => chart !== undefined);
    expect(object?.after?.body['data']).toEqual({ day: '2027-06-30', time: '12:30:45', true: true, octal: 420 });
  });

  it('reads lists of objects, and `manifests` and `crds` as well', () => {
    const list = 'apiVersion: v1\nkind: ConfigMapList\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n';
    const stack = read({ template: { manifest: null, manifests: { 'templates/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n# nothing\n---\n${list}` }, crds: ['apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x.y}\n'] } });
    expect(objects(stack)).toEqual(['CustomResourceDefinition  x.y', 'ConfigMap case a', 'ConfigMap case b', 'ConfigMap case c']);
  });

  it("reads the provider's own manifest where it is set", () => {
    const manifest = JSON.stringify({ 'case/configmap/v1/demo': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } } });
    expect(objects(read({ after: { manifest } }))).toEqual(['ConfigMap case own']);
  });

  it('does not take what will be for what is recorded', () => {
    const stack = read({ template: {}, before: { version: '1.2.2' } });
    expect(stack.opaqueCharts.map(({ column, because }) => [column, because])).toEqual([['before', `${other}version`]]);
    expect(stack.resources.every(({ before }) => before === undefined)).toBe(true);
    expect(stack.resources[0]?.release).toMatchObject({ before: { chart: 'demo', version: '1.2.2' }, after: { version: '1.2.3' } });
  });
});
