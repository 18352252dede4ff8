import { z } from 'zod';
import { fitVerdicts } from '../../sites/tenancy/fit.js';
import { risks, type QueueEntry, type TenantQueueData, type ToldWeighed } from '../tenant-queue-data.js';
import { reviewVerdicts } from '../tenant-review-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';
import { priceSum } from './price.js';
import { fit } from './tenant-check.js';

const weighed = partOf<ToldWeighed>()(
  z.strictObject({
    verdict: z.enum([...fitVerdicts, 'unclear']).meta({ description: 'unclear: more cases of a lost site came up than are worked out by name' }),
    because: z
      .strictObject({ site: z.string(), quarter: z.string(), compartment: z.string(), resource: z.string(), short: whole, lost: z.string().exactOptional().meta({ description: 'the site whose loss makes it so' }) })
      .exactOptional(),
    lost: fit.shape.lost.element.exactOptional(),
    concealed: z.literal(true).exactOptional().meta({ description: 'what runs short is not told: it would tell the size of a system of state secrets' }),
  }),
);

const entry = partOf<QueueEntry>()(
  z.strictObject({
    id: z.string(),
    commit: z.string().exactOptional(),
    digest: digest.meta({ description: 'of what is asked; an admission names it' }),
    organisations: z.array(z.strictObject({ id: z.string(), name: text })),
    risk: z.enum(risks),
    verdict: z.enum(reviewVerdicts),
    reasons: z.array(text),
    foreign: count.meta({ description: 'paths that no request may touch' }),
    problems: count,
    changes: z.strictObject({ destroys: count, holdsData: count, removed: count, shrunk: count, changed: count, grown: count, added: count }),
    approvals: z.array(z.strictObject({ name: text, rules: names })),
    price: z.strictObject({ before: priceSum, after: priceSum, concealed: z.enum(['nothing', 'something', 'all']).meta({ description: 'whether systems of state secrets, which no price tells of, are what changes' }) }),
    fit: z
      .strictObject({
        alone: weighed,
        admitted: z.strictObject({ on: z.string(), place: count }).exactOptional(),
        inLine: weighed.meta({ description: 'after those before it that fit: first those admitted, in line, then the others by id; of several of one organisation before it the greatest demand counts' }),
        instead: names.meta({ description: 'others of the same organisation' }),
        putsOut: z.array(z.strictObject({ id: z.string(), fit: weighed })),
      })
      .exactOptional(),
  }),
);

export const outcome = outcomeOf<TenantQueueData>()('ndc/tenant-queue.v1', {
  estate: z.strictObject({ id: z.string(), digest }),
  asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
  base: z.string().exactOptional(),
  open: z.array(entry).meta({ description: 'the riskiest first' }),
  line: names,
  together: weighed,
  shares: z.array(z.strictObject({ id: z.string(), amount: whole })),
  notChecked: z.array(text),
  unmatched: z.strictObject({ patterns: names, branches: names }).exactOptional().meta({ description: 'patterns that no branch matches, and some branches that are there' }),
  artefact: z.string().exactOptional().meta({ description: 'the file that holds the whole text' }),
});
