import { describe, expect, it } from 'vitest';
import { TenantNamespace, type TenantNamespaceProps } from '../../constructs/tenant-namespace.js';
import { probe } from './probe.js';

type System = TenantNamespaceProps['environment']['system'];
const system: System = { id: 'ho-so', name: 'Hồ sơ "${path.module}"', securityLevel: 4, sharing: 'shared', importance: 'important', secrecy: 'none', personalData: 'none', environments: [] };

const namespaceOf = (given: System, destroyable = false) => {
  const { resource } = probe((scope) => {
    new TenantNamespace(scope, 'ho-so-prod', { environment: { namespace: 'ho-so-prod', tier: 'gold', system: given }, mailbox: 'a@example.vn', kubernetesVersion: '1.35.4' });
  }, destroyable);
  return Object.values(resource['kubernetes_namespace_v1'] ?? {})[0] ?? {};
};

describe('TenantNamespace', () => {
  it('is restricted in all three modes, at the cluster’s minor version, and labelled with its classification', () => {
    expect(namespaceOf(system)['metadata']).toMatchObject({
      name: 'ho-so-prod',
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'v1.35',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': 'v1.35',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': 'v1.35',
        'ndc.gov.vn/security-level': '4',
        'ndc.gov.vn/importance': 'important',
        'ndc.gov.vn/tier': 'gold',
        'ndc.gov.vn/component': 'namespace',
      },
      annotations: { 'ndc.gov.vn/system-name': 'Hồ sơ "${path.module}"', 'ndc.gov.vn/contact': 'a@example.vn' },
    });
  });

  it('GIVEN a state secret THEN its name stays out', () => {
    expect(JSON.stringify(namespaceOf({ ...system, secrecy: 'mat' }))).not.toContain('Hồ sơ');
  });

  it('is not destroyed unless the stack was made for it', () => {
    expect(namespaceOf(system)['lifecycle']).toEqual({ prevent_destroy: true });
    expect(namespaceOf(system, true)['lifecycle']).toBeUndefined();
  });
});
