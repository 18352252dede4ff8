import { z } from 'zod';
import type { Counted, ProofProblem, ProveData, ProvenStage } from '../prove-data.js';
import { quarter } from './capacity-parts.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text } from './parts.js';

const counts = {
  expected: count.meta({ description: 'pods that were to be bound' }),
  bound: count,
  shed: count.meta({ description: 'pods without a node that the plan finds none for either' }),
  evicted: count.meta({ description: 'pods that were preempted on the way; each is started again' }),
};
const counted = partOf<Counted>()(z.strictObject(counts));

const stage = partOf<ProvenStage>()(
  z.strictObject({
    stage: z.string().meta({ description: 'site, or file' }),
    nodes: count,
    normal: counted.exactOptional(),
    seconds: z.number().min(0),
    losses: z.array(
      z.strictObject({
        lost: names,
        standing: count.meta({ description: 'pods of the normal state that go on' }),
        ended: count.meta({ description: 'waiting pods of environments that now run here at full size' }),
        added: count,
        worstOrder: count.meta({ description: 'from 1; 0 where nothing had to be added' }),
        orders: count,
        seconds: z.number().min(0),
        ...counts,
      }),
    ),
  }),
);

const problem = partOf<ProofProblem>()(
  z.strictObject({
    stage: z.string(),
    lost: names,
    order: count,
    what: z.enum(['unbound', 'missing', 'over-allocatable', 'unknown', 'resources', 'max-pods', 'selector', 'taint', 'anti-affinity', 'spread', 'node-count', 'pod-count']),
    of: z.string().exactOptional(),
    node: z.string().exactOptional(),
    detail: text,
    event: z.string().exactOptional().meta({ description: 'kube-scheduler’s event about the pod' }),
  }),
);

export const outcome = outcomeOf<ProveData>()('ndc/capacity-prove.v1', {
  of: z.enum(['plan', 'input', 'assignment']),
  estate: z.strictObject({ id: z.string(), name: text, digest }).exactOptional(),
  asOf: z.string().exactOptional(),
  whatIf: names,
  quarter: quarter.exactOptional(),
  file: z.string().exactOptional(),
  plan: digest.meta({ description: 'of what was to be proven' }),
  proof: digest.meta({ description: 'over the plan’s digest and everything here but times' }),
  scheduler: z.string().meta({ description: 'version of kube-scheduler' }),
  seed: count,
  sample: z.boolean(),
  stages: z.array(stage),
  pods: counted,
  unplaced: count,
  seconds: z.number().min(0),
  problems: z.array(problem),
});
