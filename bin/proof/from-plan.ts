import { gpuResource, gpuTaint, nodesKey, onNodes } from '../../constructs/dedicated-nodes.js';
import { rackKey } from '../../constructs/components/rack-spread.js';
import { priorityClassName } from '../../constructs/priority-class.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Protection } from '../../sites/model/kinds/protection.js';
import type { Quantities } from '../../sites/capacity/quantities.js';
import { hostname, type PodGroup, type Taint, type Toleration } from '../../sites/packing/instance.js';
import { sceneKey, type Scene, type SceneEvent, type SceneGroup, type SceneNode } from '../../sites/purchase/scenes.js';
import { nodesLabel } from '../../stacks/nodes-of.js';
import { poolLabel } from '../edge/live-capacity.js';
import { podsIn, type Stage, type StageGroup, type StageLoss, type StageNode, type StagePod } from './stage.js';

const hallLabel = 'ndc.gov.vn/hall';

/**
 * A site of the plan as a cluster. Nodes bear what they register with, pods what the stacks make every pod of their
 * namespace bear: their tier's priority, and where nodes are kept apart, their selector and toleration. Nothing else.
 */
export function stageOf(scene: Scene, { protection }: Pick<Estate, 'protection'>): Stage {
  const groupOf = (group: SceneGroup, id: string, promised: boolean): StageGroup => {
    const { namespace, tier, compartment, count } = group;
    const apart = nodesLabel(compartment);
    const bears = apart === undefined ? undefined : onNodes(apart);
    const pod: PodGroup = {
      name: id,
      resources: offered(group.resources),
      count,
      labels: new Map(),
      nodeSelector: new Map(Object.entries(bears?.nodeSelector ?? {}) as [string, string][]),
      tolerations: (bears?.tolerations ?? []) as unknown as readonly Toleration[],
      spread: [],
      antiAffinity: [],
    };
    return { id, namespace, told: namespace, pod, priority: { name: priorityClassName(tier), value: protection.tiers[tier].priority }, promised };
  };
  const normal = scene.normal.map((group, index) => ({ group, stage: groupOf(group, `n${index}`, true) }));
  return {
    name: scene.site,
    nodes: scene.nodes.map((node) => nodeOf(scene.site, node)),
    groups: normal.map(({ stage }) => stage),
    losses: scene.events.map((event, at) => lossOf(event, at, normal, groupOf)),
  };
}

/** What differs from the normal state: an environment's pods of one size go on as they stand, as far as there are as many. */
function lossOf({ lost, groups, yielding }: SceneEvent, at: number, normal: readonly { readonly group: SceneGroup; readonly stage: StageGroup }[], groupOf: (group: SceneGroup, id: string, promised: boolean) => StageGroup): StageLoss {
  const yields = (tier: Protection): boolean => yielding.includes(tier);
  const after = new Map(groups.map((group) => [sceneKey(group), group]));
  const ended: StagePod[] = [];
  const kept: StageGroup[] = [];
  for (const { group, stage } of normal) {
    const stays = Math.min(group.count, after.get(sceneKey(group))?.count ?? 0);
    ended.push(...podsIn(stage).slice(stays));
    if (stays > 0) kept.push({ ...stage, promised: !yields(group.tier), pod: { ...stage.pod, count: stays } });
  }
  const standing = new Map(normal.map(({ group }) => [sceneKey(group), group.count]));
  const added = groups.flatMap((group, index) => {
    const more = group.count - Math.min(group.count, standing.get(sceneKey(group)) ?? 0);
    return more === 0 ? [] : [groupOf({ ...group, count: more }, `f${at}-${index}`, !yields(group.tier))];
  });
  return { lost, groups: [...kept, ...added], ended, added: added.flatMap(podsIn) };
}

function nodeOf(site: string, { pool, number, rack, hall, compartment, allocatable }: SceneNode): StageNode {
  const name = `${site}-${pool}-${number}`;
  const apart = nodesLabel(compartment);
  const { pods, ...rest } = { pods: allocatable.get('pods'), resources: offered(allocatable) };
  const labels = new Map([[hostname, name], [poolLabel, pool], [rackKey, rack.replace('/', '.')], [hallLabel, hall], ...(apart === undefined ? [] : [[nodesKey, apart] as [string, string]])]);
  const taints: readonly Taint[] = [...(apart === undefined ? [] : [{ key: nodesKey, value: apart, effect: 'NoSchedule' as const }]), ...(rest.resources.has(gpuResource) ? [gpuTaint] : [])];
  return { name, shape: { shape: name, ...rest, count: 1, labels, taints, ...(pods === undefined ? {} : { maxPods: Number(pods) }) } };
}

/** Resources by the names that Kubernetes has for them; the number of pods is a limit, and no resource. */
const offered = (amounts: Quantities): ReadonlyMap<string, bigint> => new Map([...amounts].flatMap(([name, amount]): [string, bigint][] => (name === 'pods' || amount === 0n ? [] : [[name === 'gpu' ? gpuResource : name, amount]])));
