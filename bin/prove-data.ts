import type { Quarter } from '../sites/model/calendar.js';
import { canonical, digestOf, type Estate } from '../sites/model/estate.js';
import type { Text } from '../sites/model/text.js';
import type { LossResult, Reached, StageResult, Told } from './proof/run.js';
import { estateHead, type EstateHead } from './estate-head.js';

/** `ndc/capacity-prove.v1`: what kube-scheduler made of what the toolkit packed. */
export interface ProveData {
  /** A quarter of the purchase plan, a file that was packed, or an assignment of a file that somebody gave. */
  readonly of: 'plan' | 'input' | 'assignment';
  readonly estate?: EstateHead;
  readonly asOf?: string;
  readonly whatIf: readonly string[];
  readonly quarter?: Quarter;
  /** As given. */
  readonly file?: string;
  /** Digest of what was to be proven: the plan, or the file's pods and where each goes. */
  readonly plan: string;
  /** Digest of this proof, over the plan's and everything but times: the same proof has the same. */
  readonly proof: string;
  readonly scheduler: string;
  readonly seed: number;
  readonly sample: boolean;
  readonly stages: readonly ProvenStage[];
  readonly pods: Counted;
  /** Pods of a file that the packing itself had no place for: they were not given to the scheduler. */
  readonly unplaced: number;
  readonly seconds: number;
  readonly problems: readonly ProofProblem[];
}

/** Pods that were to be bound, in all states and the worst order of each; those that were; those shed by design. */
export interface Counted {
  readonly expected: number;
  readonly bound: number;
  readonly shed: number;
  readonly evicted: number;
}

export interface ProvenStage {
  /** Site, or the file. */
  readonly stage: string;
  readonly nodes: number;
  /** Absent where everything is added at once. */
  readonly normal?: Counted;
  readonly seconds: number;
  readonly losses: readonly (Counted & Omit<LossResult, 'worst'>)[];
}

export interface ProofProblem {
  readonly stage: string;
  /** Sites lost; empty for the normal state. */
  readonly lost: readonly string[];
  /** Order in which pods were added, from 1; 0 for the normal state and for what is judged without the scheduler. */
  readonly order: number;
  readonly what: Told['problem']['what'];
  /** Environment, or entry of the file. */
  readonly of?: string;
  readonly node?: string;
  readonly detail: Text;
  /** kube-scheduler's event about the pod. */
  readonly event?: string;
}

export interface ProveAbout {
  readonly of: ProveData['of'];
  readonly estate?: Estate;
  readonly whatIf: readonly string[];
  readonly quarter?: Quarter;
  readonly file?: string;
  readonly plan: string;
  readonly scheduler: string;
  readonly seed: number;
  readonly orders: number;
  readonly sample: boolean;
  readonly unplaced: number;
  readonly seconds: number;
  /** Found before the scheduler was asked. */
  readonly found: readonly ProofProblem[];
}

export function proveData(results: readonly StageResult[], { estate, orders, found, ...about }: ProveAbout): ProveData {
  const stages = results.map(({ stage, nodes, normal, seconds, losses }): ProvenStage => ({
    stage,
    nodes,
    ...(about.of === 'plan' ? { normal: counted(normal) } : {}),
    seconds,
    losses: losses.map(({ worst, ...loss }) => ({ ...loss, ...counted(worst) })),
  }));
  const problems = [...found, ...results.flatMap(({ stage, normal, losses }) => [...problemsOf(stage, [], 0, normal), ...losses.flatMap(({ lost, worst, worstOrder }) => problemsOf(stage, lost, worstOrder, worst))])];
  const states = results.flatMap(({ normal, losses }) => [...(about.of === 'plan' ? [normal] : []), ...losses.map(({ worst }) => worst)]);
  const pods = states.map(counted).reduce((sum, one): Counted => ({ expected: sum.expected + one.expected, bound: sum.bound + one.bound, shed: sum.shed + one.shed, evicted: sum.evicted + one.evicted }), { expected: 0, bound: 0, shed: 0, evicted: 0 });
  const { plan, scheduler, seed, sample, quarter } = about;
  // Times differ from run to run, and so do the order that was worst and what was preempted on the way.
  const timeless = stages.map(({ stage, nodes, normal, losses }) => [stage, nodes, normal === undefined ? 0 : [normal.expected, normal.bound], losses.map((loss) => [loss.lost, loss.standing, loss.ended, loss.added, loss.orders, loss.expected, loss.bound, loss.shed])]);
  return {
    ...about,
    ...(estate === undefined ? {} : { estate: estateHead(estate), asOf: estate.scenario.asOf }),
    proof: digestOf(canonical({ plan, scheduler, seed, sample, orders, quarter: quarter ?? '', stages: timeless, problems: problems.map(({ stage, lost, what, of }) => [stage, lost, what, of ?? '']) })),
    stages,
    pods,
    problems,
  };
}

const counted = ({ expected, bound, shed, evicted }: Counted | Reached): Counted => ({ expected, bound, shed, evicted });

const problemsOf = (stage: string, lost: readonly string[], order: number, { problems }: Reached): ProofProblem[] =>
  problems.map(({ problem, of, event }) => ({
    stage,
    lost,
    order,
    what: problem.what,
    ...(of === undefined ? {} : { of }),
    ...('node' in problem && problem.node !== undefined ? { node: problem.node } : {}),
    detail: 'detail' in problem ? problem.detail : { vi: problem.pod, en: problem.pod },
    ...(event === undefined ? {} : { event }),
  }));
