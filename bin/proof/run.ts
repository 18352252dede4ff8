import type { Text } from '../../sites/model/text.js';
import { randomOf, type Random } from '../../sites/packing/random.js';
import type { ProofCluster } from '../edge/proof/cluster.js';
import { compare, liveNode, livePod, type Compared, type Problem } from './compare.js';
import { namespaceObject, nodeObject, podObject, priorityClassObject, type PodPlace } from './objects.js';
import { podName, podsIn, type Stage, type StageGroup, type StageLoss, type StageNode, type StagePod } from './stage.js';

export interface RunOptions {
  readonly seed: number;
  readonly orders: number;
  /** Node that each pod is held to, by its name, where a given assignment is judged. */
  readonly held?: ReadonlyMap<string, string>;
  readonly told: (line: Text) => void;
  /** Milliseconds, from any start. */
  readonly now: () => number;
}

/** A problem, with the scheduler's words where it has said something. */
export interface Told {
  readonly problem: Problem;
  /** Environment or entry of a file that it concerns. */
  readonly of?: string;
  readonly event?: string;
}

/** What one state came to. */
export interface Reached extends Omit<Compared, 'problems'> {
  /** Pods that were preempted on the way. */
  readonly evicted: number;
  readonly problems: readonly Told[];
}

export interface LossResult {
  readonly lost: readonly string[];
  /** Pods that stood there already and go on, that end, and that are added. */
  readonly standing: number;
  readonly ended: number;
  readonly added: number;
  /** The worst of all orders: by problems, then pods without a node, then preemptions. */
  readonly worst: Reached;
  /** Which order that was, from 1; 0 where nothing had to be added. */
  readonly worstOrder: number;
  readonly orders: number;
  readonly seconds: number;
}

export interface StageResult {
  readonly stage: string;
  readonly nodes: number;
  readonly normal: Reached;
  readonly seconds: number;
  readonly losses: readonly LossResult[];
}

/** Problems whose event is looked up: the others are told without. */
const mostEvents = 50;

const kept = (): Promise<readonly string[]> => Promise.resolve([]);

/**
 * One cluster: nodes, then the normal state, which the scheduler binds and which is frozen; then, once for each order, what
 * a loss adds to it, after which the frozen state is put back as the scheduler had bound it.
 */
export async function runStage(cluster: ProofCluster, stage: Stage, options: RunOptions): Promise<StageResult> {
  const run = new Run(cluster, stage, options);
  const began = options.now();
  await run.prepare();
  const normal = await run.normalState();
  const seconds = (options.now() - began) / 1000;
  const losses: LossResult[] = [];
  // On a normal state that does not stand, nothing can be added.
  if (normal.problems.length === 0) for (const loss of stage.losses) losses.push(await run.loss(loss));
  await run.clear();
  return { stage: stage.name, nodes: stage.nodes.length, normal, seconds, losses };
}

class Run {
  readonly #cluster: ProofCluster;
  readonly #stage: Stage;
  readonly #options: RunOptions;
  readonly #random: Random;
  /** Pods of the normal state by the names they have, with the node that the scheduler gave them. */
  readonly #frozen = new Map<string, { readonly pod: StagePod; readonly node: string }>();
  #replacements = 0;

  constructor(cluster: ProofCluster, stage: Stage, options: RunOptions) {
    this.#cluster = cluster;
    this.#stage = stage;
    this.#options = options;
    this.#random = randomOf(options.seed);
  }

  async prepare(): Promise<void> {
    const groups = [...this.#stage.groups, ...this.#stage.losses.flatMap((loss) => loss.groups)];
    const there = new Set((await this.#cluster.list<{ metadata: { name: string } }>('/api/v1/namespaces')).map(({ metadata }) => metadata.name));
    const known = new Set((await this.#cluster.list<{ metadata: { name: string } }>('/apis/scheduling.k8s.io/v1/priorityclasses')).map(({ metadata }) => metadata.name));
    const namespaces = [...new Set(groups.map(({ namespace }) => namespace))].filter((name) => !there.has(name));
    const classes = [...new Map(groups.flatMap(({ priority }) => (priority === undefined ? [] : [[priority.name, priority] as const]))).values()].filter(({ name }) => !known.has(name));
    await this.#cluster.create(classes.map((one) => ({ path: '/apis/scheduling.k8s.io/v1/priorityclasses', body: priorityClassObject(one) })));
    await this.#cluster.create(namespaces.map((name) => ({ path: '/api/v1/namespaces', body: namespaceObject(name) })));
    await this.#cluster.create(this.#stage.nodes.map((node) => ({ path: '/api/v1/nodes', body: nodeObject(node) })));
  }

  /**
   * Large pods first: what years have filled was filled by whoever had the time to see to it. A loss leaves nobody that
   * time, and comes in any order. Sizes of about the same come in the order of the seed.
   */
  async normalState(): Promise<Reached> {
    const byName = new Map<string, StagePod>();
    let [names, evicted]: [ReadonlySet<string>, number] = [new Set(), 0];
    for (const pods of largestFirst(shuffled(this.#stage.groups.flatMap(podsIn), this.#random), this.#stage.nodes)) {
      for (const pod of pods) byName.set(podName(pod), pod);
      const settled = await this.#settle(new Set([...names, ...(await this.#add(pods))]), byName);
      names = settled.names;
      evicted += settled.evicted;
    }
    const reached = await this.#compared(evicted, this.#stage.groups);
    for (const [name, pod] of byName) {
      const node = this.#cluster.pods.get(name)?.node;
      if (node !== undefined) this.#frozen.set(name, { pod, node });
    }
    return reached;
  }

  async loss(loss: StageLoss): Promise<LossResult> {
    const { lost, added, ended, groups } = loss;
    const { now, orders, told } = this.#options;
    const began = now();
    const standing = groups.reduce((sum, { pod }) => sum + pod.count, 0) - added.length;
    let worst: { reached: Reached; order: number } | undefined;
    const turns = added.length === 0 ? 1 : orders;
    for (let order = 1; order <= turns; order += 1) {
      const reached = await this.#order(loss, shuffled(added, this.#random));
      if (worst === undefined || isWorse(reached, worst.reached)) worst = { reached, order };
      const where = [this.#stage.name, ...lost.map((site) => `-${site}`)].join(' ');
      const [bound, of] = [String(reached.bound), String(reached.expected)];
      told({ vi: `${where}: thứ tự ${order}/${turns}: ${bound}/${of} pod có máy`, en: `${where}: order ${order}/${turns}: ${bound}/${of} pods bound` });
      await this.#putBack();
    }
    if (worst === undefined) throw new RangeError('a loss is tried in one order at least');
    return { lost, standing, ended: ended.length, added: added.length, worst: worst.reached, worstOrder: added.length === 0 ? 0 : worst.order, orders: turns, seconds: (now() - began) / 1000 };
  }

  /** Everything off: the next stage finds an empty cluster. */
  async clear(): Promise<void> {
    await this.#cluster.removePods([...this.#cluster.pods.keys()]);
    await this.#cluster.removeNodes(this.#stage.nodes.map(({ name }) => name));
    this.#cluster.takeEvicted();
  }

  async #order({ ended, groups }: StageLoss, added: readonly StagePod[]): Promise<Reached> {
    const ends = new Set(ended.map(podName));
    await this.#cluster.removePods([...this.#frozen].flatMap(([name, { pod }]) => (ends.has(podName(pod)) ? [name] : [])));
    const names = await this.#add(added);
    const standing = [...this.#frozen].flatMap(([name, { pod }]): [string, StagePod][] => (ends.has(podName(pod)) ? [] : [[name, pod]]));
    const { evicted } = await this.#settle(names, new Map([...standing, ...added.map((pod): [string, StagePod] => [podName(pod), pod])]));
    return this.#compared(evicted, groups);
  }

  async #add(pods: readonly StagePod[]): Promise<ReadonlySet<string>> {
    const { held } = this.#options;
    await this.#cluster.createPods(pods.map((pod) => podObject(pod, placeOf(held?.get(podName(pod))))));
    return new Set(pods.map(podName));
  }

  /** Waits for the scheduler. Whoever is preempted is started again under another name, as its controller would; `byName` has it then. */
  async #settle(names: ReadonlySet<string>, byName: Map<string, StagePod>): Promise<{ readonly names: ReadonlySet<string>; readonly evicted: number }> {
    let evicted = 0;
    const settled = await this.#cluster.settled(names, async (gone) => {
      evicted += gone.length;
      const again = gone.flatMap((name) => {
        const pod = byName.get(name);
        if (pod === undefined) return [];
        const fresh = `${podName(pod)}-r${(this.#replacements += 1)}`;
        byName.set(fresh, pod);
        return [{ pod, name: fresh }];
      });
      await this.#cluster.createPods(again.map(({ pod, name }) => podObject(pod, { name })));
      return again.map(({ name }) => name);
    });
    return { names: settled, evicted };
  }

  /** Holds what stands now to what was to stand. */
  async #compared(evicted: number, groups: readonly StageGroup[]): Promise<Reached> {
    const [pods, nodes] = [await this.#cluster.list<Parameters<typeof livePod>[0]>('/api/v1/pods'), await this.#cluster.list<Parameters<typeof liveNode>[0]>('/api/v1/nodes')];
    const { problems, ...sums } = compare(this.#stage.nodes, groups, { pods: pods.map(livePod), nodes: nodes.map(liveNode) });
    return { ...sums, evicted, problems: await this.#told(problems, groups) };
  }

  async #told(problems: readonly Problem[], groups: readonly StageGroup[]): Promise<Told[]> {
    const names = new Map(groups.map(({ id, told }) => [id, told]));
    const all: Told[] = [];
    for (const [index, problem] of problems.entries()) {
      const of = 'group' in problem && problem.group !== undefined ? names.get(problem.group) : undefined;
      const event = problem.what === 'unbound' && index < mostEvents ? await this.#cluster.eventOf(problem.pod) : undefined;
      all.push({ problem, ...(of === undefined ? {} : { of }), ...(event === undefined ? {} : { event }) });
    }
    return all;
  }

  /** The frozen state as it was bound: what was added goes, what ended or was preempted stands where it stood. */
  async #putBack(): Promise<void> {
    const { pods } = this.#cluster;
    await this.#cluster.removePods([...pods.keys()].filter((name) => !this.#frozen.has(name)));
    this.#cluster.takeEvicted();
    const missing = [...this.#frozen].filter(([name]) => !pods.has(name));
    await this.#cluster.createPods(missing.map(([name, { pod, node }]) => podObject(pod, { name, standing: node })));
    await this.#cluster.settled(new Set(missing.map(([name]) => name)), kept);
  }
}

/** Pods by the power of two that their largest share of the largest node comes to, large ones before small ones; within one, as they came. */
function largestFirst(pods: readonly StagePod[], nodes: readonly StageNode[]): readonly (readonly StagePod[])[] {
  const largest = new Map<string, bigint>();
  for (const { shape } of nodes) for (const [name, amount] of shape.resources) if (amount > (largest.get(name) ?? 0n)) largest.set(name, amount);
  const sizes = new Map<number, StagePod[]>();
  for (const pod of pods) {
    const share = Math.max(0, ...[...pod.group.pod.resources].map(([name, amount]) => Number(amount) / Number(largest.get(name) ?? amount)));
    const size = share > 0 ? Math.min(smallest, Math.max(0, Math.floor(-Math.log2(share)))) : smallest;
    sizes.set(size, [...(sizes.get(size) ?? []), pod]);
  }
  return [...sizes].sort(([a], [b]) => a - b).map(([, of]) => of);
}

/** Below a sixteenth of a node, pods fill what others leave, in whatever order. */
const smallest = 4;

const placeOf = (held: string | undefined): PodPlace => (held === undefined ? {} : { held });

/** More problems, then fewer bound, more shed, more preempted. */
const isWorse = (a: Reached, b: Reached): boolean => ([a.problems.length - b.problems.length, b.bound - a.bound, a.shed - b.shed, a.evicted - b.evicted].find((more) => more !== 0) ?? 0) > 0;

/** Fisher and Yates, by the seed. */
function shuffled<T>(all: readonly T[], random: Random): T[] {
  const list = [...all];
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [list[at], list[other]] = [list[other] as T, list[at] as T];
  }
  return list;
}
