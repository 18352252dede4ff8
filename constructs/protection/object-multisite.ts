import { Construct } from 'constructs';
import { cephNamespace, zonePools, type SiteStorage } from '../ceph-storage.js';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';

export interface ObjectMultisiteProps {
  readonly site: string;
  /** Class whose pools the zone takes. */
  readonly storage: SiteStorage;
  /** Host by which other zones reach this one. */
  readonly host: string;
  /** Host of the zone that holds the realm; absent at that zone itself. */
  readonly master?: string;
}

const realm = 'ndc';
const zoneGroup = 'ndc';
const apiVersion = 'ceph.rook.io/v1';

/**
 * The site's zone of objects: one realm and one zone group for all sites, a zone with pools of its own for each. It stands
 * alone at first; zones of later sites pull the realm from the first one. The gateways that synchronise are apart from
 * those that serve, so that neither waits for the other.
 *
 * Changing or deleting these objects changes nothing in Ceph: which zone is master is switched by a person.
 * Source: https://rook.io/docs/rook/v1.20/Storage-Configuration/Object-Storage-RGW/ceph-object-multisite/
 */
export class ObjectMultisite extends Construct {
  constructor(scope: Construct, id: string, { site, storage, host, master }: ObjectMultisiteProps) {
    super(scope, id);
    setLabels(this, { component: 'objects' });
    const inCeph = (name: string) => ({ name, namespace: cephNamespace });
    const { object: realmObject } = new KubernetesManifest(this, 'realm', {
      apiVersion,
      kind: 'CephObjectRealm',
      metadata: inCeph(realm),
      body: master === undefined ? { spec: {} } : { spec: { pull: { endpoint: `https://${master}` } } },
      holdsData: true,
    });
    const { object: groupObject } = new KubernetesManifest(this, 'zone-group', { apiVersion, kind: 'CephObjectZoneGroup', metadata: inCeph(zoneGroup), body: { spec: { realm } }, holdsData: true, dependsOn: [realmObject] });
    const { object: zone } = new KubernetesManifest(this, 'zone', {
      apiVersion,
      kind: 'CephObjectZone',
      metadata: inCeph(site),
      body: { spec: { zoneGroup, ...zonePools(storage), customEndpoints: [`https://${host}`] } },
      holdsData: true,
      dependsOn: [groupObject],
    });
    new KubernetesManifest(this, 'gateways', {
      apiVersion,
      kind: 'CephObjectStore',
      metadata: inCeph(`${storage.class}-sync`),
      body: { spec: { zone: { name: site }, gateway: { port: 80, instances: 2, disableMultisiteSyncTraffic: false } } },
      dependsOn: [zone],
    });
  }
}
