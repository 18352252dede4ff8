import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { ImagePolicy } from '../../constructs/image-policy.js';
import { NamespaceLabelPolicy } from '../../constructs/namespace-label-policy.js';
import { NodePolicy } from '../../constructs/node-policy.js';
import { ServicePolicy } from '../../constructs/service-policy.js';
import { VolumePolicy } from '../../constructs/volume-policy.js';
import { TokenPolicy } from '../../constructs/token-policy.js';
import { probe } from './probe.js';

interface Policy {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly failurePolicy: string;
    readonly matchConstraints: { readonly namespaceSelector: unknown; readonly resourceRules: { readonly resources: string[]; readonly operations: string[] }[] };
    readonly matchConditions: { readonly name: string; readonly expression: string }[];
    readonly variables?: { readonly name: string; readonly expression: string }[];
    readonly validations: { readonly expression: string; readonly message: string; readonly reason: string }[];
  };
}

function policyOf(build: (scope: Construct) => void): { policy: Policy; binding: { spec: unknown }; after: unknown } {
  const { resource } = probe(build);
  const manifests = resource['kubernetes_manifest'] ?? {};
  const named = (kind: string) => Object.values(manifests).find(({ manifest }) => (manifest as { kind: string }).kind === kind) ?? {};
  const binding = named('ValidatingAdmissionPolicyBinding');
  return { policy: named('ValidatingAdmissionPolicy')['manifest'] as Policy, binding: binding['manifest'] as { spec: unknown }, after: binding['depends_on'] };
}

const all: [string, (scope: Construct) => void, boolean][] = [
  ['ndc-images', (scope) => void new ImagePolicy(scope, 'admission-images', { registries: ['registry.example.vn'] }), true],
  ['ndc-namespaces', (scope) => void new NamespaceLabelPolicy(scope, 'admission-namespaces', { platformGroup: 'ndc:platform' }), false],
  ['ndc-nodes', (scope) => void new NodePolicy(scope, 'admission-nodes'), true],
  ['ndc-services', (scope) => void new ServicePolicy(scope, 'admission-services'), true],
  ['ndc-tokens', (scope) => void new TokenPolicy(scope, 'admission-tokens'), true],
  ['ndc-volumes', (scope) => void new VolumePolicy(scope, 'admission-volumes', { pairClasses: ['b-ndc-01-ndc-02', 'a-ndc-01-ndc-02'] }), true],
];

describe('admission policies', () => {
  it.each(all)('%s fails closed, denies, and is bound after it stands', (name, build) => {
    const { policy, binding, after } = policyOf(build);
    expect(policy.metadata.name).toBe(name);
    expect(policy.spec.failurePolicy).toBe('Fail');
    expect(binding.spec).toEqual({ policyName: name, validationActions: ['Deny'] });
    expect(after).toEqual([`kubernetes_manifest.admission-${name.slice(4)}`]);
    for (const { message, reason } of policy.spec.validations) {
      expect(message).toContain(' / ');
      expect(message).not.toMatch(/\n/);
      expect(reason).toBe('Forbidden');
    }
  });

  it.each(all)('%s selects tenants’ namespaces where that is safe', (_, build, tenantsOnly) => {
    const tenants = { matchExpressions: [{ key: 'ndc.gov.vn/role', operator: 'In', values: ['primary', 'standby', 'backup'] }] };
    expect(policyOf(build).policy.spec.matchConstraints.namespaceSelector).toEqual(tenantsOnly ? tenants : {});
  });

  it('images are judged wherever a pod or a template of one can be written', () => {
    const { policy } = policyOf((scope) => void new ImagePolicy(scope, 'p', { registries: ['registry.example.vn'] }));
    const resources = policy.spec.matchConstraints.resourceRules.flatMap((rule) => rule.resources);
    expect(resources).toEqual(['pods', 'pods/ephemeralcontainers', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs', 'cronjobs']);
    for (const { operations } of policy.spec.matchConstraints.resourceRules) expect(operations).toEqual(['CREATE', 'UPDATE']);
    const images = policy.spec.variables?.find(({ name }) => name === 'images')?.expression ?? '';
    for (const field of ['containers', 'initContainers', 'ephemeralContainers', 'volumes']) expect(images).toContain(`variables.pod.${field}`);
  });

  it('an image’s registry is compared with its slash: no host may only begin like it', () => {
    const { policy } = policyOf((scope) => void new ImagePolicy(scope, 'p', { registries: ['registry.example.vn'] }));
    expect(policy.spec.variables?.at(-1)?.expression).toContain('i.startsWith("registry.example.vn/")');
  });

  it('claims of a pair’s class carry the label of mirrored volumes, and no others do', () => {
    const { policy } = policyOf((scope) => void new VolumePolicy(scope, 'p', { pairClasses: ['b-ndc-01-ndc-02', 'a-ndc-01-ndc-02'] }));
    expect(policy.spec.variables?.[0]?.expression).toBe('has(object.spec.storageClassName) && object.spec.storageClassName in ["a-ndc-01-ndc-02", "b-ndc-01-ndc-02"]');
    expect(policy.spec.validations.map(({ expression }) => expression)).toEqual(['!variables.mirrored || variables.labelled', 'variables.mirrored || !variables.labelled']);
    expect(policyOf((scope) => void new VolumePolicy(scope, 'p', { pairClasses: [] })).policy.spec.variables?.[0]?.expression).toContain('in []');
  });

  it('the platform’s group is a literal in CEL whatever it is called', () => {
    const { policy } = policyOf((scope) => void new NamespaceLabelPolicy(scope, 'p', { platformGroup: 'a" in ["a"] || true || "${b}' }));
    expect(policy.spec.matchConditions[0]?.expression).toBe('!has(request.userInfo.groups) || !("a\\" in [\\"a\\"] || true || \\"${b}" in request.userInfo.groups)');
  });

  it('labels of namespaces are judged on creation, change and removal, deletions too', () => {
    const { policy } = policyOf((scope) => void new NamespaceLabelPolicy(scope, 'p', { platformGroup: 'g' }));
    expect(policy.spec.matchConstraints.resourceRules).toMatchObject([{ resources: ['namespaces'], operations: ['CREATE', 'UPDATE', 'DELETE'] }]);
    expect(policy.spec.validations).toHaveLength(2);
  });
});
