import type { Text } from '../../sites/model/text.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { elements, none, notKnown, opened, together, type Openings } from './network-policy.js';
import { deepField, isSet, wholeNumber } from './values.js';

/** What a loss of one rack takes from a pool: at most this many of its nodes stand in one rack. Undefined where nobody bounds it. */
export type NodesPerRack = number | undefined;

/** A pool by its redundancy, however it is written down. */
export type PoolShape = { readonly replicas: number } | { readonly data: number; readonly coding: number };

/**
 * Whether a pool goes on serving, with a copy to spare, when a rack is lost. A pool spread over racks loses one copy;
 * one spread over hosts as many as hosts of the pool may stand in one rack. Served are: of n replicas two or more; of
 * k+m chunks k and one (Ceph's min_size is k + min(1, m - 1), and with m = 1 it serves with nothing left to lose).
 * Source: https://docs.ceph.com/en/latest/rados/operations/erasure-code/#erasure-coded-pool-recovery
 */
export function survivesRack(shape: PoolShape, failureDomain: string, perRack: NodesPerRack): { readonly survives: boolean; readonly lost: number } | undefined {
  const copies = 'replicas' in shape ? shape.replicas : shape.data + shape.coding;
  const lost = failureDomain === 'rack' ? 1 : failureDomain === 'host' || failureDomain === 'osd' ? (perRack === undefined ? undefined : failureDomain === 'osd' ? copies : Math.min(perRack, copies)) : undefined;
  if (lost === undefined) return undefined;
  return { lost, survives: copies - lost >= ('replicas' in shape ? 2 : shape.data + 1) };
}

export const shapeText = (shape: PoolShape): string => ('replicas' in shape ? `${shape.replicas} replicas` : `${shape.data}+${shape.coding}`);

/** A pool's spec in a Ceph resource, judged against the loss of a rack. */
function poolProblems(name: string, spec: Known | undefined, perRack: NodesPerRack): Openings {
  if (isUnknown(spec)) return notKnown(`${name}: ${spec.because}`);
  // Rook spreads over hosts where a pool says nothing: https://rook.io/docs/rook/latest/CRDs/Block-Storage/ceph-block-pool-crd/
  const domain = deepField(spec, 'failureDomain') ?? 'host';
  const values = [domain, deepField(spec, 'replicated', 'size'), deepField(spec, 'erasureCoded', 'dataChunks'), deepField(spec, 'erasureCoded', 'codingChunks')];
  const open = values.find(isUnknown);
  if (open !== undefined) return notKnown(`${name}: ${open.because}`);
  const [replicas, data = 0, coding = 0] = values.slice(1).map(wholeNumber);
  const shape: PoolShape | undefined = replicas !== undefined && replicas > 0 ? { replicas } : data > 0 ? { data, coding } : undefined;
  if (shape === undefined) return opened(`${name} không nêu mức dự phòng`, `${name} states no redundancy`);
  const loss = survivesRack(shape, plainText(domain), perRack);
  if (loss === undefined) return notKnown(`${name}: how many of its nodes stand in one rack is not declared`);
  return loss.survives ? none : opened(`${name} (${shapeText(shape)}, trải theo ${plainText(domain)}) không chịu được mất một tủ máy`, `${name} (${shapeText(shape)} over ${plainText(domain)}s) does not outlive the loss of a rack`);
}

const atLeast = (name: string, value: Known | undefined, least: number, what: Text): Openings => {
  if (isUnknown(value)) return notKnown(`${name} ${what.en}: ${value.because}`);
  const found = wholeNumber(value) ?? 0;
  return found >= least ? none : opened(`${name} có ${found} ${what.vi}, cần ${least}`, `${name} has ${found} ${what.en}, ${least} are needed`);
};

/** Monitors decide by majority: three or five, one to a node, so that no rack takes the majority along. */
function monitors(name: string, spec: Known | undefined, perRack: NodesPerRack): Openings {
  const [count, together_] = [deepField(spec, 'mon', 'count'), deepField(spec, 'mon', 'allowMultiplePerNode')];
  const open = [count, together_].find(isUnknown);
  if (open !== undefined) return notKnown(`${name} mon: ${open.because}`);
  const number = wholeNumber(count) ?? 0;
  if (number !== 3 && number !== 5) return opened(`${name} có ${number} mon, cần 3 hoặc 5`, `${name} has ${number} monitors, 3 or 5 are needed`);
  if (isSet(together_)) return opened(`${name} cho phép nhiều mon trên một máy chủ`, `${name} permits several monitors on one node`);
  if (perRack === undefined) return notKnown(`${name} mon: how many of its nodes stand in one rack is not declared`);
  const left = number - Math.min(perRack, number);
  return left > number / 2 ? none : opened(`${name}: một tủ máy có thể giữ ${Math.min(perRack, number)} trên ${number} mon`, `${name}: one rack may hold ${Math.min(perRack, number)} of ${number} monitors`);
}

/** What of a Ceph resource is not redundant over racks; nothing for other kinds. */
export function cephProblems({ kind, name, apiVersion, body }: KubernetesObject, perRack: NodesPerRack): Openings | undefined {
  if (!apiVersion.startsWith('ceph.rook.io/')) return undefined;
  const spec = body['spec'];
  if (isUnknown(spec)) return notKnown(`${kind} ${name}: ${spec.because}`);
  const pool = (part: string, at: Known | undefined): Openings => poolProblems(`${kind} ${name}${part}`, at, perRack);
  switch (kind) {
    case 'CephCluster':
      return together([monitors(`${kind} ${name}`, spec, perRack), atLeast(`${kind} ${name}`, deepField(spec, 'mgr', 'count') ?? 1, 2, { vi: 'mgr', en: 'managers' })]);
    case 'CephBlockPool':
      return pool('', spec);
    case 'CephFilesystem': {
      const standby = deepField(spec, 'metadataServer', 'activeStandby');
      const pools = elements(deepField(spec, 'dataPools'));
      return together([
        pool(' metadataPool', deepField(spec, 'metadataPool')),
        ...('because' in pools ? [notKnown(`${kind} ${name} dataPools: ${pools.because}`)] : pools.map((entry, index) => pool(` dataPools/${index}`, entry))),
        isUnknown(standby) ? notKnown(`${kind} ${name} metadataServer: ${standby.because}`) : standby === true ? none : opened(`${kind} ${name} không có máy chủ siêu dữ liệu dự phòng`, `${kind} ${name} has no standby metadata server`),
      ]);
    }
    case 'CephObjectZone':
      return together([pool(' metadataPool', deepField(spec, 'metadataPool')), pool(' dataPool', deepField(spec, 'dataPool'))]);
    case 'CephObjectStore': {
      const gateways = atLeast(`${kind} ${name}`, deepField(spec, 'gateway', 'instances') ?? 0, 2, { vi: 'gateway', en: 'gateways' });
      // In a zone the pools are the zone's, which is judged by itself.
      const zone = deepField(spec, 'zone', 'name');
      if (isUnknown(zone)) return notKnown(`${kind} ${name} zone: ${zone.because}`);
      if (zone !== undefined) return gateways;
      return together([pool(' metadataPool', deepField(spec, 'metadataPool')), pool(' dataPool', deepField(spec, 'dataPool')), gateways]);
    }
    default:
      return undefined;
  }
}
