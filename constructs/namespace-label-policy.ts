import { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.js';
import { cel, celString } from './cel.js';
import { labelKey } from './estate-labels.js';

export interface NamespaceLabelPolicyProps {
  /** Group the platform's own pipeline acts as. */
  readonly platformGroup: string;
}

/**
 * Labels decide which policies hold in a namespace: only the platform sets, changes or removes them, and only it
 * deletes a tenant's namespace.
 */
export class NamespaceLabelPolicy extends Construct {
  constructor(scope: Construct, id: string, props: NamespaceLabelPolicyProps) {
    super(scope, id);
    const ours = celString(labelKey(''));
    const role = celString(labelKey('role'));
    const labels = (object: string): string => `(${object} != null && has(${object}.metadata.labels)) ? ${object}.metadata.labels : {}`;
    const isGuarded = `(k.startsWith(${ours}) || (variables.managed && k.startsWith("pod-security.kubernetes.io/")))`;
    new AdmissionPolicy(this, 'Policy', {
      name: 'ndc-namespaces',
      tenantNamespaces: false,
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE', 'DELETE'], resources: ['namespaces'] }],
      matchConditions: [
        { name: 'not-the-platform', expression: `!has(request.userInfo.groups) || !(${celString(props.platformGroup)} in request.userInfo.groups)` },
      ],
      variables: [
        { name: 'before', expression: labels('oldObject') },
        { name: 'after', expression: labels('object') },
        { name: 'managed', expression: `variables.before.exists(k, k.startsWith(${ours}))` },
      ],
      validations: [
        {
          expression: cel(
            'request.operation == "DELETE" ||',
            `(variables.after.all(k, !${isGuarded} || (k in variables.before && variables.before[k] == variables.after[k]))`,
            `&& variables.before.all(k, !${isGuarded} || k in variables.after))`,
          ),
          message: 'nhãn ndc.gov.vn/* và pod-security do nền tảng đặt / labels ndc.gov.vn/* and pod-security are set by the platform',
        },
        {
          expression: `request.operation != "DELETE" || !(${role} in variables.before) || !(variables.before[${role}] in ["primary", "standby"])`,
          message: 'chỉ nền tảng được xóa namespace của đơn vị / only the platform deletes a tenant’s namespace',
        },
      ],
    });
  }
}
