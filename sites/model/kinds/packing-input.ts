import { z } from 'zod';
import { parseBytes, parseCpu, parseQuantity, QuantityError } from '../units.js';
import { count, expecting, positive, prose } from './scalars.js';

/** Entries of one file. */
export const mostEntries = 200_000;
/** Pods that one entry may stand for, and all together. */
export const mostPods = 10_000_000;

/** A double holds these, and every sum of them on one node, exactly. */
const largest = BigInt(Number.MAX_SAFE_INTEGER);

/** `cpu` in thousandths, memory and storage in bytes, anything else in whole pieces: what the scheduler counts in. */
export function parseResource(name: string, written: string | number): bigint {
  if (name === 'cpu') return parseCpu(written);
  return name === 'memory' || name === 'storage' || name === 'ephemeral-storage' || name.startsWith('hugepages-') ? parseBytes(written) : parseQuantity(written, 1n);
}

const amount = z
  .union([z.string(), z.number()])
  .meta(
    expecting(
      'một lượng theo cách viết của Kubernetes, ví dụ 4, 500m, 64Gi; tài nguyên mở rộng là số nguyên; nhiều nhất 2^53 − 1 đơn vị nhỏ nhất',
      'a Kubernetes quantity such as 4, 500m or 64Gi, whole for extended resources, at most 2^53 − 1 of the smallest unit',
    ),
  );

const name = () => prose(253);
const key = z.string().regex(/^([A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/).meta(expecting('một tên theo quy tắc của Kubernetes, ví dụ nvidia.com/gpu', 'a qualified Kubernetes name such as nvidia.com/gpu'));
const labelValue = z.string().max(63).regex(/^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/).meta(expecting('một giá trị nhãn: chữ, số, ".", "_", "-", tối đa 63 ký tự', 'a label value: letters, digits, ".", "_", "-", at most 63 characters'));

const resources = z.record(key, amount).superRefine((given, context) => {
  for (const [of, written] of Object.entries(given)) {
    let problem: { quantity?: string; suggestion?: string | undefined } | undefined;
    try {
      if (parseResource(of, written) > largest) problem = {};
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      problem = error.reason === 'too-large' ? {} : { quantity: error.reason, suggestion: error.suggestion };
    }
    if (problem !== undefined) context.addIssue({ code: 'custom', params: problem, path: [of], message: 'not a quantity' });
  }
});

const labels = z.record(key, labelValue);
const list = <T extends z.ZodType>(of: T) => z.array(of).max(100);

const requirement = z.strictObject({ key, operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']), values: list(labelValue).optional() });
const nodeRequirement = z.strictObject({ key, operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']), values: list(labelValue).optional() });
const selector = z.strictObject({ matchLabels: labels.optional(), matchExpressions: list(requirement).optional() });

const taint = z.strictObject({ key, value: labelValue.optional(), effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']) });
const toleration = z.strictObject({ key: key.optional(), operator: z.enum(['Equal', 'Exists']).optional(), value: labelValue.optional(), effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional() });

const spread = z.strictObject({
  topologyKey: key.optional(),
  maxSkew: positive(1_000_000).optional(),
  minDomains: positive(1_000_000).optional(),
  whenUnsatisfiable: z.literal('DoNotSchedule').optional(),
  labelSelector: selector.optional(),
});
const antiAffinity = z.strictObject({ topologyKey: key.optional(), labelSelector: selector.optional() });

/** One, or a list of them. */
const some = <T extends z.ZodType>(of: T) => z.union([of, list(of)]);

export const packingInput = z.strictObject({
  nodes: z
    .array(
      z.strictObject({
        shape: name(),
        resources,
        count: count().optional(),
        labels: labels.optional(),
        taints: list(taint).optional(),
        maxPods: count().optional(),
      }),
    )
    .min(1)
    .max(10_000),
  pods: z
    .array(
      z.strictObject({
        name: name(),
        resources,
        count: count(mostPods).optional(),
        labels: labels.optional(),
        spread: some(spread).optional(),
        antiAffinity: some(antiAffinity).optional(),
        nodeSelector: labels.optional(),
        affinity: z.strictObject({ nodeSelectorTerms: list(z.strictObject({ matchExpressions: list(nodeRequirement) })).min(1) }).optional(),
        tolerations: list(toleration).optional(),
      }),
    )
    .max(mostEntries),
});

export type PackingInput = z.output<typeof packingInput>;
