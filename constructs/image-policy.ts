import { Construct } from 'constructs';
import { AdmissionPolicy, notBeingDeleted } from './admission-policy.js';
import { cel, celString } from './cel.js';

export interface ImagePolicyProps {
  /** Host of the site's registry. */
  readonly registry: string;
}

/** Images of tenants come from the site's own registry, pinned by digest, wherever a pod or a template of one names them. */
export class ImagePolicy extends Construct {
  constructor(scope: Construct, id: string, props: ImagePolicyProps) {
    super(scope, id);
    const images = (field: string): string => `(has(variables.pod.${field}) ? variables.pod.${field}.map(c, has(c.image) ? c.image : "") : [])`;
    // An image mounted as a volume brings code in as well.
    const volumes = '(has(variables.pod.volumes) ? variables.pod.volumes.filter(v, has(v.image)).map(v, has(v.image.reference) ? v.image.reference : "") : [])';
    const allowed = `i.startsWith(${celString(`${props.registry}/`)}) && i.matches("@sha256:[0-9a-f]{64}$")`;
    new AdmissionPolicy(this, 'Policy', {
      name: 'ndc-images',
      tenantNamespaces: true,
      rules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods', 'pods/ephemeralcontainers'] },
        { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
        { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['jobs', 'cronjobs'] },
      ],
      matchConditions: [notBeingDeleted],
      variables: [
        // `dyn`: the kinds keep their pods at different places, and the server checks each expression against every kind.
        { name: 'spec', expression: 'dyn(object).spec' },
        {
          name: 'pod',
          expression: cel(
            'object.kind == "Pod" ? variables.spec :',
            'object.kind == "CronJob" ? variables.spec.jobTemplate.spec.template.spec :',
            'variables.spec.template.spec',
          ),
        },
        { name: 'images', expression: [images('containers'), images('initContainers'), images('ephemeralContainers'), volumes].join(' + ') },
        { name: 'refused', expression: `variables.images.filter(i, !(${allowed}))` },
      ],
      validations: [
        {
          expression: 'size(variables.refused) == 0',
          message: `ảnh phải lấy từ ${props.registry} và ghim bằng sha256 / images must come from ${props.registry}, pinned by sha256`,
          messageExpression: cel(
            celString(`ảnh phải lấy từ ${props.registry} và ghim bằng sha256 / images must come from ${props.registry}, pinned by sha256: `),
            '+ variables.refused.join(", ")',
          ),
        },
      ],
    });
  }
}
