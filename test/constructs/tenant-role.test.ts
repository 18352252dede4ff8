import { describe, expect, it } from 'vitest';
import { TenantRole } from '../../constructs/tenant-role.js';
import { rulesOf, type TenantRoleName } from '../../constructs/tenant-role-rules.js';
import { probe, someNamespace } from './probe.js';

const reading = new Set(['get', 'list', 'watch']);
const mayWrite = (role: TenantRoleName, group: string, resource: string): boolean =>
  rulesOf(role).some(({ apiGroups, resources, verbs }) => apiGroups.includes(group) && resources.includes(resource) && verbs.some((verb) => !reading.has(verb)));

describe('roles of tenants', () => {
  // What the platform sets and a tenant must not undo.
  const kept: [string, string][] = [
    ['networking.k8s.io', 'networkpolicies'],
    ['rbac.authorization.k8s.io', 'rolebindings'],
    ['rbac.authorization.k8s.io', 'roles'],
    ['', 'resourcequotas'],
    ['', 'limitranges'],
    ['', 'serviceaccounts/token'],
    ['', 'namespaces'],
    ['', 'endpoints'],
    ['discovery.k8s.io', 'endpointslices'],
    ['apps', 'daemonsets'],
    ['', 'bindings'],
  ];
  it.each(kept)('operate does not write %s/%s', (group, resource) => {
    expect(mayWrite('operate', group, resource)).toBe(false);
  });

  it.each([
    ['apps', 'deployments'],
    ['batch', 'cronjobs'],
    ['networking.k8s.io', 'ingresses'],
    ['', 'secrets'],
  ])('operate writes %s/%s', (group, resource) => {
    expect(mayWrite('operate', group, resource)).toBe(true);
  });

  it('view only reads, and no secrets', () => {
    expect(rulesOf('view').flatMap(({ verbs }) => verbs).every((verb) => reading.has(verb))).toBe(true);
    expect(rulesOf('view').flatMap(({ resources }) => resources)).not.toContain('secrets');
  });

  it.each(['operate', 'view'] as const)('%s names what it means: no wildcard, no escalation', (role) => {
    const words = rulesOf(role).flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
    for (const forbidden of ['*', 'bind', 'escalate', 'impersonate']) expect(words).not.toContain(forbidden);
  });
});

describe('TenantRole', () => {
  it('binds the role to its groups, in its namespace', () => {
    const { resource } = probe((scope) => void new TenantRole(scope, 'operate', { namespace: someNamespace(scope), role: 'operate', groups: ['b:x', 'a:x'] }));
    expect(resource['kubernetes_role_binding_v1']?.['operate']).toMatchObject({
      metadata: { name: 'ndc-operate', namespace: 'some' },
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'Role', name: 'ndc-operate' },
      subject: [
        { api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'a:x' },
        { api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'b:x' },
      ],
    });
  });

  it('GIVEN no group THEN the role stands, bound to nobody', () => {
    const { resource } = probe((scope) => void new TenantRole(scope, 'view', { namespace: someNamespace(scope), role: 'view', groups: [] }));
    expect(resource['kubernetes_role_v1']?.['view']).toBeDefined();
    expect(resource['kubernetes_role_binding_v1']).toBeUndefined();
  });
});
