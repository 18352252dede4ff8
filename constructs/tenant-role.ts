import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1/index.js';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1/index.js';
import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { resource } from './resource.js';
import { rulesOf, type TenantRoleName } from './tenant-role-rules.js';

export interface TenantRoleProps {
  readonly namespace: Namespace;
  readonly role: TenantRoleName;
  /** Groups the identity service grants; without one the role stands unbound. */
  readonly groups: readonly string[];
}

/** A role of our own in one namespace, bound to the tenant's groups. Never bound cluster-wide. */
export class TenantRole extends Construct {
  constructor(scope: Construct, id: string, props: TenantRoleProps) {
    super(scope, id);
    setLabels(this, { component: 'access' });
    const name = `ndc-${props.role}`;
    const metadata = { name, namespace: props.namespace.name };
    const role = resource(RoleV1, this, 'Role', {
      metadata,
      rule: rulesOf(props.role).map(({ apiGroups, resources, verbs }) => ({ apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] })),
      dependsOn: [props.namespace.object],
    });
    if (props.groups.length === 0) return;
    resource(RoleBindingV1, this, 'Binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subject: [...props.groups].sort().map((group) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group })),
      dependsOn: [role],
    });
  }
}
