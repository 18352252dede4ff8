import { Construct } from 'constructs';
import { AdmissionPolicy, notBeingDeleted } from './admission-policy.js';
import { cel, celString } from './cel.js';
import { labelKey } from './estate-labels.js';

/** Label of claims whose volumes are mirrored: what a group of volumes is selected by. */
export const replicatedLabel = labelKey('replicated');

export interface VolumePolicyProps {
  /** Storage classes of pairs of sites at this site. */
  readonly pairClasses: readonly string[];
}

/**
 * A claim says by a label that its volume is mirrored, and says so where its class is a pair's and nowhere else. Groups of
 * volumes are selected by labels and never by classes: an unlabelled claim would be left behind at a failover, a labelled
 * one of another class would stop its whole group.
 */
export class VolumePolicy extends Construct {
  constructor(scope: Construct, id: string, { pairClasses }: VolumePolicyProps) {
    super(scope, id);
    const label = celString(replicatedLabel);
    new AdmissionPolicy(this, 'Policy', {
      name: 'ndc-volumes',
      tenantNamespaces: true,
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['persistentvolumeclaims'] }],
      matchConditions: [notBeingDeleted],
      variables: [
        { name: 'mirrored', expression: `has(object.spec.storageClassName) && object.spec.storageClassName in [${[...pairClasses].sort().map(celString).join(', ')}]` },
        { name: 'labelled', expression: cel(`has(object.metadata.labels) && ${label} in object.metadata.labels`, `&& object.metadata.labels[${label}] == "true"`) },
      ],
      validations: [
        {
          expression: '!variables.mirrored || variables.labelled',
          message: `volume thuộc lớp lưu trữ của cặp trung tâm phải có nhãn ${replicatedLabel}: "true" / claims of a storage class of a pair of sites must carry the label ${replicatedLabel}: "true"`,
        },
        {
          expression: 'variables.mirrored || !variables.labelled',
          message: `nhãn ${replicatedLabel} chỉ dùng cho lớp lưu trữ của cặp trung tâm / the label ${replicatedLabel} is for storage classes of pairs of sites alone`,
        },
      ],
    });
  }
}
