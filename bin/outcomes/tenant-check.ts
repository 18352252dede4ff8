import { z } from 'zod';
import { homelessBecauses } from '../../sites/capacity/demand.js';
import { fitVerdicts } from '../../sites/tenancy/fit.js';
import { checkVerdicts, concealments, type CheckedEnvironment, type CheckedFinding, type CheckedFit, type CheckedRequest, type JointFit, type TenantCheckData } from '../tenant-check-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, finding, names, text, whole } from './parts.js';
import { price } from './price.js';

export const fit = partOf<CheckedFit>()(
  z.strictObject({
    verdict: z.enum(fitVerdicts),
    rows: z.array(
      z.strictObject({
        site: z.string(),
        quarter: z.string(),
        compartment: z.string(),
        resource: z.string(),
        allocatable: whole,
        committed: whole.meta({ description: 'owed to everybody else while nothing is lost' }),
        reserve: whole.meta({ description: 'kept for those who come when another site is lost' }),
        request: whole.meta({ description: 'what the request adds while nothing is lost' }),
        left: whole,
      }),
    ),
    lost: z.array(
      z.strictObject({
        site: z.string(),
        quarter: z.string(),
        homeless: z.array(z.strictObject({ namespace: z.string(), because: z.enum(homelessBecauses) })),
        crowdedOut: z.array(z.strictObject({ namespace: z.string(), site: z.string(), resource: z.string() })),
        overfull: z.array(z.strictObject({ site: z.string(), resource: z.string(), short: whole })),
      }),
    ),
    waiting: names,
    unprotected: z.array(z.strictObject({ namespace: z.string(), standby: z.string(), until: z.string() })),
    stops: z.array(z.strictObject({ namespace: z.string(), organisation: z.string(), site: z.string(), standby: z.string().exactOptional(), until: z.string().exactOptional() })).meta({ description: 'environments of these requests that stop when their site is lost' }),
    smallerCopies: z.array(z.strictObject({ namespace: z.string(), site: z.string() })).meta({ description: 'replicas in a third site that take less although nothing they follow shrinks: more storage cuts the same CPU and memory into more instances' }),
    exhausted: z.string().exactOptional(),
    concealed: z.enum(concealments).meta({ description: 'what is left out because it would tell the size of a system of state secrets; decides: that is why it does not fit' }),
  }),
);

export const environment = partOf<CheckedEnvironment>()(
  z.strictObject({
    namespace: z.string(),
    system: z.string(),
    tier: text,
    primary: z.string(),
    standby: z.string().exactOptional(),
    backup: z.string().exactOptional(),
    cpu: whole.meta({ description: 'milliCPU' }),
    memory: whole.meta({ description: 'bytes' }),
    gpu: count,
    storage: whole.meta({ description: 'bytes, all classes' }),
    pods: count,
  }),
);

export const derived = partOf<CheckedRequest['derived']>()(z.array(z.strictObject({ subject: z.string(), what: text, value: text, because: text })));

export const approvals = partOf<CheckedRequest['approvals']>()(z.array(z.strictObject({ rule: z.string(), role: z.string(), name: text, required: z.boolean(), because: text, grounds: names })));

export const requestFinding = partOf<CheckedFinding>()(
  z.strictObject({
    code: z.string(),
    weight: z.enum(['refuse', 'notice']),
    place: z.strictObject({ file: z.string(), line: count, column: count }).exactOptional(),
    message: text,
    paste: z.string().exactOptional(),
  }),
);

/** Of requests judged together. */
export const together = partOf<Omit<JointFit, 'fit'>>()(
  z.strictObject({
    onlyApart: z.boolean(),
    shares: z.array(z.strictObject({ site: z.string(), quarter: z.string(), compartment: z.string(), resource: z.string(), short: whole, of: z.array(z.strictObject({ organisation: z.string(), request: whole })) })),
  }),
);

export const outcome = outcomeOf<TenantCheckData>()('ndc/tenant-check.v1', {
  estate: z.strictObject({ id: z.string(), digest }),
  asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
  verdict: z.enum(checkVerdicts),
  reasons: z.array(text),
  notChecked: z.array(text).meta({ description: 'what nobody has checked' }),
  comparedWith: z.string().meta({ description: 'the commit that requests are compared with; absent where no git tells, and the data directory stands for what is in force' }).optional(),
  requests: z.array(
    z.strictObject({
      organisation: z.string(),
      name: text,
      file: z.string(),
      role: z.enum(['judged', 'with']),
      against: z.enum(['first', 'recorded', 'unchanged']),
      accepted: z.boolean(),
      verdict: z.enum(checkVerdicts),
      notChecked: z.array(text),
      environments: z.array(environment),
      concealed: count.meta({ description: 'environments of secret systems: judged, neither named nor sized here' }),
      derived,
      findings: z.array(requestFinding),
      policies: z.strictObject({ passed: count, unknown: count, findings: z.array(finding) }),
      fit,
      approvals,
      price: price.meta({ description: 'against what is recorded; of one that is recorded as it is, the same before and after' }),
    }),
  ),
  joint: together.extend({ fit }).exactOptional(),
  liveUse: z.strictObject({
    state: z.enum(['not-checked', 'partly', 'checked']),
    connection: z.string().exactOptional(),
    notCompared: names.meta({ description: 'quotas that shrink and were compared with no live use' }),
    unread: z.array(z.strictObject({ site: z.string(), reason: text })),
  }),
});
