import { Construct } from 'constructs';
import { blockPools, cephNamespace, pairStorage, type SiteStorage } from '../ceph-storage.js';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';

export interface PairPoolsProps {
  /** Name of the pool, the same at both sites. */
  readonly pool: string;
  /** The site's class it is cut from. */
  readonly storage: SiteStorage;
  /** What mirrors it; absent while one of the two sites does not operate yet. */
  readonly mirroring?: {
    /** The other site; absent while that is declared lost: images stay mirrored images, and nobody is sent anything. */
    readonly peer?: string;
    /** Minutes between snapshots of images that no class schedules by itself, rising. */
    readonly intervals: readonly number[];
  };
}

/** Secret with a peer's token: `ndc dr exchange` writes it, no state ever holds it. */
export const peerSecret = (site: string, pool: string): string => `rbd-peer-${site}-${pool}`;

/**
 * Block pool of one pair of sites. A pool has one peer, and its name is the same on both sides, so three sites need one
 * for each pair. It stands before its partner opens: volumes never move from pool to pool.
 * Source: https://rook.io/docs/rook/v1.20/CRDs/Block-Storage/ceph-block-pool-crd/#mirroring
 */
export class PairPools extends Construct {
  constructor(scope: Construct, id: string, { pool, storage, mirroring }: PairPoolsProps) {
    super(scope, id);
    setLabels(this, { component: 'storage' });
    for (const [index, { name, spec }] of blockPools(pairStorage(storage, pool)).entries()) {
      // Images and their mirrors are of the first pool; a second one only holds their data.
      const mirrored = index === 0 && mirroring !== undefined ? { mirroring: mirroringOf(pool, mirroring) } : {};
      new KubernetesManifest(this, index === 0 ? 'Pool' : 'data', {
        apiVersion: 'ceph.rook.io/v1',
        kind: 'CephBlockPool',
        metadata: { name, namespace: cephNamespace },
        body: { spec: { ...spec, ...mirrored } },
        holdsData: true,
      });
    }
  }
}

const mirroringOf = (pool: string, { peer, intervals }: NonNullable<PairPoolsProps['mirroring']>) => ({
  enabled: true,
  // Image by image: which volumes are mirrored is said by their environment.
  mode: 'image',
  ...(peer === undefined ? {} : { peers: { secretNames: [peerSecret(peer, pool)] } }),
  ...(intervals.length === 0 ? {} : { snapshotSchedules: intervals.map((minutes) => ({ interval: `${minutes}m` })) }),
});
