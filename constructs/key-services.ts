import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import { cephNamespace } from './ceph-storage.js';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { resource } from './resource.js';

export interface KeyServicesProps {
  readonly namespace: Namespace;
  /** Host of the site's HSM as drivers reach it over KMIP. */
  readonly kmip: string;
  /** Keys of storage classes that this site's HSM holds: its own, and those it shares so that it can restore. */
  readonly keys: readonly string[];
}

/** KMIP's registered port. */
export const kmipPort = 5696;

/** Secret with the client certificate and the identifier of one key: whoever runs the HSM writes it, no state ever holds it. */
const credentials = (key: string): string => `csi-kmip-${key}`;

/**
 * How Ceph's drivers reach the keys of storage classes: an entry for each, under the id that its class and its volumes name.
 * A volume carries that id along, so a restore site has an entry for the keys of what it restores.
 * Source: https://github.com/ceph/ceph-csi/blob/devel/docs/rbd/deploy.md (encryption for RBD volumes, KMIP)
 */
export class KeyServices extends Construct {
  constructor(scope: Construct, id: string, { namespace, kmip, keys }: KeyServicesProps) {
    super(scope, id);
    setLabels(this, { component: 'storage' });
    resource(ConfigMapV1, this, 'Details', {
      // The name is the drivers' own.
      metadata: { name: 'csi-kms-connection-details', namespace: cephNamespace },
      data: Object.fromEntries(
        keys.map((key) => [key, JSON.stringify({ KMS_PROVIDER: 'kmip', KMS_SERVICE_NAME: key, KMIP_ENDPOINT: `${kmip}:${kmipPort}`, KMIP_SECRET_NAME: credentials(key), TLS_SERVER_NAME: kmip })]),
      ),
      dependsOn: [namespace.object],
    });
  }
}
