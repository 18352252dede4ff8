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
  readonly after?: Record<string, unknown>;
  readonly before?: Record<string, unknown> | null;
  readonly unknown?: Record<string, unknown>;
}

function read({ template, after = {}, before = null, unknown = {} }: Given): ReadStack {
  const data = template === undefined ? [] : [{ mode: 'data', type: 'helm_template', name: 'demo', values: { ...inputs, include_crds: true, manifest: rendered, manifests: null, set: [], ...template } }];
  const release = { address: 'helm_release.demo', mode: 'managed', type: 'helm_release', name: 'demo', change: { actions: before === null ? ['create'] : ['update'], before: before === null ? null : { ...inputs, manifest: null, ...before }, after: { ...inputs, manifest: null, ...after }, after_unknown: unknown, before_sensitive: {}, after_sensitive: {} } };
  return readPlan({ name: 's', kind: 'platform', site: 'ndc-01' }, 'plan.json', {
    format_version: '1.2',
    resource_changes: [release],
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

  it.each([
    ['other values', { template: { values: ['replicas: 1\n'] } }, 'no helm_template data source has the same inputs'],
    ['another version', { template: { version: '1.2.4' } }, 'no helm_template data source has the same inputs'],
    ['other settings', { template: { set: [{ name: 'a', value: 'b' }] } }, 'no helm_template data source has the same inputs'],
    ['unknown values equal nothing', { template: { values: null }, after: { values: undefined }, unknown: { values: true } }, 'no helm_template data source has the same inputs'],
    ['no template', {}, 'no helm_template data source renders it'],
    ['half a chart', { template: { manifest: 'kind: A\n---\nkind: "B' } }, 'what helm_template rendered is no YAML'],
  ])('%s: opaque', (_name, given: Given, because) => {
    const stack = read(given);
    expect(objects(stack)).toEqual([]);
    expect(stack.opaqueCharts).toEqual([{ address: 'helm_release.demo', namespace: 'case', column: 'after', because }]);
  });

  it('reads `manifests` and `crds` as well', () => {
    const stack = read({ template: { manifest: null, manifests: { 'templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' }, crds: ['apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x.y}\n'] } });
    expect(objects(stack)).toEqual(['CustomResourceDefinition  x.y', 'ConfigMap case a']);
  });

  it("reads the provider's own manifest where it is set", () => {
    const manifest = JSON.stringify({ 'case/configmap/v1/demo': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } } });
    expect(objects(read({ after: { manifest } }))).toEqual(['ConfigMap case own']);
  });

  it('does not take what will be for what is recorded', () => {
    const stack = read({ template: {}, before: { version: '1.2.2' } });
    expect(stack.opaqueCharts.map(({ column }) => column)).toEqual(['before']);
    expect(stack.resources.every(({ before }) => before === undefined)).toBe(true);
    expect(stack.resources[0]?.release).toMatchObject({ before: { chart: 'demo', version: '1.2.2' }, after: { version: '1.2.3' } });
  });
});
