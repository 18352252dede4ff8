import { cephCsiDrivers } from './ceph-csi-drivers.js';
import { certManager } from './cert-manager.js';
import { cilium } from './cilium.js';
import { cloudnativePg } from './cloudnative-pg.js';
import type { PlatformComponent } from './component.js';
import { openbao } from './openbao.js';
import { pluginBarmanCloud } from './plugin-barman-cloud.js';
import { rookCephCluster } from './rook-ceph-cluster.js';
import { rookCeph } from './rook-ceph.js';
import { trustManager } from './trust-manager.js';
import { velero } from './velero.js';

/** Components this toolkit configures, by their id in the catalogue. */
const components: Readonly<Record<string, PlatformComponent>> = {
  'ceph-csi-drivers': cephCsiDrivers,
  'cert-manager': certManager,
  cilium,
  'cloudnative-pg': cloudnativePg,
  openbao,
  'plugin-barman-cloud': pluginBarmanCloud,
  'rook-ceph': rookCeph,
  'rook-ceph-cluster': rookCephCluster,
  'trust-manager': trustManager,
  velero,
};

/**
 * A component that the catalogue adds and nobody has configured here is installed as its chart comes: its images are
 * then not the registry's, which SUP-001 reads in the rendered chart. What it holds nobody said, so it is not destroyed.
 */
const asTheChartComes: PlatformComponent = { podSecurity: 'privileged', holdsData: true, values: () => ({}) };

export const componentOf = (id: string): PlatformComponent => (Object.hasOwn(components, id) ? components[id] : undefined) ?? asTheChartComes;
