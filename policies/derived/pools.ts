import type { Text } from '../../sites/model/text.js';
import type { Column, Seen } from '../planset/lookup.js';
import { isUnknown, type ReadPlanSet } from '../planset/read-model.js';
import { ofKind } from './by-kind.js';
import { elements } from './network-policy.js';
import { deepField, isSet, wholeNumber } from './values.js';

/** Rook: https://rook.io/docs/rook/latest/CRDs/Block-Storage/ceph-block-pool-crd/ */
const ceph = 'ceph.rook.io';

/** A block pool at a site. */
export interface BlockPool {
  readonly seen: Seen;
  readonly name: string;
  readonly mirrored: boolean;
  readonly mode?: string;
  readonly peers: number;
  readonly unknown: readonly string[];
}

/** Block pools of a site, by name. */
export function poolsAt(planset: ReadPlanSet, site: string, column: Column): ReadonlyMap<string, BlockPool> {
  return new Map(
    ofKind(planset, site, column, ceph, 'CephBlockPool').map((seen): [string, BlockPool] => {
      const { name, body } = seen.object;
      const [enabled, mode, peers] = [deepField(body, 'spec', 'mirroring', 'enabled'), deepField(body, 'spec', 'mirroring', 'mode'), elements(deepField(body, 'spec', 'mirroring', 'peers', 'secretNames'))];
      const unknown = [enabled, mode].flatMap((value) => (isUnknown(value) ? [`CephBlockPool ${name} mirroring (${site}): ${value.because}`] : []));
      return [name, { seen, name, mirrored: !isUnknown(enabled) && isSet(enabled), ...(typeof mode === 'string' ? { mode } : {}), peers: 'because' in peers ? 0 : peers.length, unknown: 'because' in peers ? [...unknown, `CephBlockPool ${name} peers (${site}): ${peers.because}`] : unknown }];
    }),
  );
}

/** Daemons that carry mirrored images of a site: 0 where none stand, or why that cannot be told. */
export function mirrorDaemons(planset: ReadPlanSet, site: string, column: Column): number | { readonly because: string } {
  let daemons = 0;
  for (const { object } of ofKind(planset, site, column, ceph, 'CephRBDMirror')) {
    const count = deepField(object.body, 'spec', 'count');
    if (isUnknown(count)) return { because: `CephRBDMirror ${object.name} count (${site}): ${count.because}` };
    daemons += wholeNumber(count) ?? 0;
  }
  return daemons;
}

/** What is not the same at both ends of a pool that is mirrored between two sites. */
export function poolProblems(a: string, b: string, left: BlockPool, right: BlockPool): readonly Text[] {
  const name = left.name;
  const found: Text[] = [];
  const say = (vi: string, en: string): void => void found.push({ vi: `pool ${name} ${vi}`, en: `pool ${name} ${en}` });
  for (const [site, pool, other] of [[a, left, b], [b, right, a]] as const) {
    if (pool.unknown.length > 0) continue;
    if (!pool.mirrored) say(`được sao chép ở ${other} mà không ở ${site}`, `is mirrored in ${other} and not in ${site}`);
    else if (pool.peers === 0) say(`không có bên đối ứng ở ${site}`, `has no peer in ${site}`);
    else if (pool.peers > 1) say(`có ${pool.peers} bên đối ứng ở ${site}; Ceph chỉ nhận một`, `has ${pool.peers} peers in ${site}; Ceph takes one`);
  }
  if (left.mirrored && right.mirrored && left.unknown.length + right.unknown.length === 0 && left.mode !== right.mode) say(`có chế độ ${left.mode ?? '–'} ở ${a} và ${right.mode ?? '–'} ở ${b}`, `has the mode ${left.mode ?? '–'} in ${a} and ${right.mode ?? '–'} in ${b}`);
  return found;
}
