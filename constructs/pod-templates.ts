import type { AdmissionRule } from './admission-policy.js';
import { cel } from './cel.js';

/**
 * Every kind a tenant may write that is a pod or makes pods. Others, such as replicationcontrollers, are in no tenant's role;
 * whoever makes one, its pods are judged as pods.
 */
export const podTemplateRules: readonly AdmissionRule[] = [
  { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods', 'pods/ephemeralcontainers'] },
  { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
  { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['jobs', 'cronjobs'] },
];

/** `variables.pod`: what such an object says of its pods. */
export const podTemplateVariables = [
  // `dyn`: the kinds keep their pods at different places, and the server checks each expression against every kind.
  { name: 'spec', expression: 'dyn(object).spec' },
  {
    name: 'pod',
    expression: cel('object.kind == "Pod" ? variables.spec :', 'object.kind == "CronJob" ? variables.spec.jobTemplate.spec.template.spec :', 'variables.spec.template.spec'),
  },
] as const;
