import { describe, expect, it } from 'vitest';
import { synthesise } from '../../stacks/synthesise.js';
import { readTexts } from '../constructs/probe.js';
import { edited, estateOf, smallEstate, smallEstateFiles } from './estate-small.js';

type Declared = Record<string, Record<string, Record<string, unknown>>>;

const treesOf = ({ estate, intent }: ReturnType<typeof smallEstate>) => {
  const stacks = synthesise(estate, intent);
  return (name: string): Declared => (readTexts(JSON.parse(stacks.find((stack) => stack.name === name)?.json ?? '{}')) as { resource?: Declared }).resource ?? {};
};
const tree = treesOf(smallEstate());
const hard = (stack: string, namespace: string) => (tree(stack)['kubernetes_resource_quota_v1']?.[`${namespace}_quota`]?.['spec'] as { hard: Record<string, string> }).hard;
const role = (stack: string, namespace: string) => (tree(stack)['kubernetes_namespace_v1']?.[namespace]?.['metadata'] as { labels: Record<string, string> }).labels['ndc.gov.vn/role'];

describe('tenants’ stacks', () => {
  it('hold what tenancy promises each environment', () => {
    const own = Object.entries(tree('ndc-01-tenant-bo-a')).flatMap(([type, declared]) => Object.keys(declared).filter((name) => name.startsWith('ho-so-prod')).map((name) => `${type}.${name}`));
    expect(own).toEqual([
      'kubernetes_default_service_account_v1.ho-so-prod_service-account',
      'kubernetes_limit_range_v1.ho-so-prod_limits',
      'kubernetes_namespace_v1.ho-so-prod',
      'kubernetes_network_policy_v1.ho-so-prod_network_callers',
      'kubernetes_network_policy_v1.ho-so-prod_network_default-deny',
      'kubernetes_network_policy_v1.ho-so-prod_network_dns',
      'kubernetes_network_policy_v1.ho-so-prod_network_ingress',
      'kubernetes_network_policy_v1.ho-so-prod_network_within',
      'kubernetes_resource_quota_v1.ho-so-prod_priority',
      'kubernetes_resource_quota_v1.ho-so-prod_quota',
      'kubernetes_role_binding_v1.ho-so-prod_operate',
      'kubernetes_role_binding_v1.ho-so-prod_view',
      'kubernetes_role_v1.ho-so-prod_operate',
      'kubernetes_role_v1.ho-so-prod_view',
    ]);
  });

  it('are full-sized at the primary and standby-sized at the standby', () => {
    expect([role('ndc-01-tenant-bo-a', 'ho-so-prod'), role('ndc-02-tenant-bo-a', 'ho-so-prod')]).toEqual(['primary', 'standby']);
    expect(hard('ndc-01-tenant-bo-a', 'ho-so-prod')).toMatchObject({ 'requests.cpu': '32', 'requests.memory': '128Gi', pods: '200', 'requests.storage': '2Ti' });
    // A third, rounded up to the unit; the data is whole.
    expect(hard('ndc-02-tenant-bo-a', 'ho-so-prod')).toMatchObject({ 'requests.cpu': '10666m', pods: '67', 'requests.storage': '2Ti', 'services.loadbalancers': '0' });
  });

  it('give none of the site’s other classes', () => {
    expect(hard('ndc-02-tenant-bo-a', 'mat-ma-prod')).toMatchObject({
      // Three instances of a database of 200 GiB with a tenth to spare; the rest is the volumes', which replicate.
      'ndc-block.storageclass.storage.k8s.io/requests.storage': '660Gi',
      'ndc-block-ndc-02-ndc-03.storageclass.storage.k8s.io/requests.storage': '1388Gi',
      'ndc-block-ndc-01-ndc-02.storageclass.storage.k8s.io/requests.storage': '0',
      'ndc-bulk.storageclass.storage.k8s.io/requests.storage': '0',
      'ndc-files.storageclass.storage.k8s.io/requests.storage': '0',
      'ndc-objects.storageclass.storage.k8s.io/requests.storage': '0',
      'requests.storage': '2Ti',
      'requests.nvidia.com/gpu': '4',
    });
  });

  it('GIVEN a flow of other sectors’ fields THEN nothing is stored (C V.3)', () => {
    expect(hard('ndc-01-tenant-so-b', 'cong-tin-prod')).toMatchObject({ 'requests.storage': '0', 'ndc-block.storageclass.storage.k8s.io/requests.storage': '0', persistentvolumeclaims: '0', 'requests.cpu': '8' });
  });

  it('bound a container by the largest node open to it', () => {
    const limit = tree('ndc-02-tenant-bo-a')['kubernetes_limit_range_v1']?.['mat-ma-prod_limits'];
    // 2,000 cores are granted; a general node has 64, less 2 for the system. Storage nodes are not for tenants.
    expect(limit).toMatchObject({ spec: { limit: [{ max: { cpu: '62', memory: '496Gi' } }] } });
  });

  it('open both ends of a declared call, at the sites where both live', () => {
    const callee = (stack: string) => tree(stack)['kubernetes_network_policy_v1']?.['cong-tin-prod_network_callees'];
    expect(callee('ndc-01-tenant-so-b')).toMatchObject({ spec: { egress: [{ to: [{ namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'ho-so-prod' } } }] }] } });
    expect(callee('ndc-03-tenant-so-b')).toBeUndefined();
  });

  it('leave roles unbound where a request names no groups', () => {
    expect(tree('ndc-01-tenant-so-b')['kubernetes_role_v1']).toHaveProperty('cong-tin-prod_operate');
    expect(tree('ndc-01-tenant-so-b')['kubernetes_role_binding_v1']).toBeUndefined();
  });

  it('GIVEN a standby placed beside its primary THEN the environment is there once, as the primary', () => {
    const files = edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => text.replace('standby: ndc-03', 'standby: ndc-01'));
    const changed = treesOf(estateOf(files));
    expect(Object.keys(changed('ndc-01-tenant-so-b')['kubernetes_namespace_v1'] ?? {})).toEqual(['cong-tin-prod']);
    expect(changed('ndc-03-tenant-so-b')).toEqual({});
  });
});
