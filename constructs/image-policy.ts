import { Construct } from 'constructs';
import { AdmissionPolicy, notBeingDeleted } from './admission-policy.js';
import { cel, celString } from './cel.js';
import { podTemplateRules, podTemplateVariables } from './pod-templates.js';

export interface ImagePolicyProps {
  /** Hosts of the site's registry: its own name, and the one that every site's registry answers to. */
  readonly registries: readonly string[];
}

/**
 * Pods the platform's database operator makes: what they run stands in clusters that no tenant can write, and the archiver
 * beside them comes with the operator's plugin, whose image is the platform's.
 */
const notOfTheDatabases = { name: 'not-of-the-databases', expression: 'request.userInfo.username != "system:serviceaccount:cnpg-system:cloudnative-pg"' };

/** Images of tenants come from the site's own registry, pinned by digest, wherever a pod or a template of one names them. */
export class ImagePolicy extends Construct {
  constructor(scope: Construct, id: string, props: ImagePolicyProps) {
    super(scope, id);
    const images = (field: string): string => `(has(variables.pod.${field}) ? variables.pod.${field}.map(c, has(c.image) ? c.image : "") : [])`;
    // An image mounted as a volume brings code in as well.
    const volumes = '(has(variables.pod.volumes) ? variables.pod.volumes.filter(v, has(v.image)).map(v, has(v.image.reference) ? v.image.reference : "") : [])';
    const from = props.registries.map((registry) => `i.startsWith(${celString(`${registry}/`)})`).join(' || ');
    const allowed = `(${from}) && i.matches("@sha256:[0-9a-f]{64}$")`;
    const named = props.registries.join(', ');
    new AdmissionPolicy(this, 'Policy', {
      name: 'ndc-images',
      tenantNamespaces: true,
      rules: podTemplateRules,
      matchConditions: [notBeingDeleted, notOfTheDatabases],
      variables: [
        ...podTemplateVariables,
        { name: 'images', expression: [images('containers'), images('initContainers'), images('ephemeralContainers'), volumes].join(' + ') },
        { name: 'refused', expression: `variables.images.filter(i, !(${allowed}))` },
      ],
      validations: [
        {
          expression: 'size(variables.refused) == 0',
          message: `ảnh phải lấy từ ${named} và ghim bằng sha256 / images must come from ${named}, pinned by sha256`,
          messageExpression: cel(
            celString(`ảnh phải lấy từ ${named} và ghim bằng sha256 / images must come from ${named}, pinned by sha256: `),
            '+ variables.refused.join(", ")',
          ),
        },
      ],
    });
  }
}
