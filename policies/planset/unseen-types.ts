import { kindOfType } from './kinds.js';

/** Resource types of the Kubernetes provider that change a part of an object which stands elsewhere. */
const patches = /^kubernetes_(labels|annotations|env|node_taint|config_map(_v\d+)?_data|secret(_v\d+)?_data|token_request(_v\d+)?|certificate_signing_request(_v\d+)?)$/;

/** Types that hold nothing a cluster would run. */
const elsewhere = /^(terraform_data|null_resource|random_|time_|tls_|local_)/;

/**
 * Whether resources of a type may hold Kubernetes objects that this reader cannot see, such as another provider's
 * manifests: their number belongs into the report, or their absence would look like nothing being there.
 */
export const holdsUnseen = (type: string): boolean => kindOfType(type) === undefined && type !== 'kubernetes_manifest' && type !== 'helm_release' && !patches.test(type) && !elsewhere.test(type);
