import { z } from 'zod';
import { protections } from '../../sites/model/kinds/protection.js';
import { prerequisiteKinds, recoveryActions } from '../../sites/model/kinds/recovery-inputs.js';
import type { CannotRun, CellNote, Promises, Runs } from '../../sites/recovery/cell.js';
import { broken } from '../../sites/recovery/cell.js';
import { copyMeans, dataKinds, situations } from '../../sites/recovery/situation.js';
import type { RecoveryTime } from '../../sites/recovery/times.js';
import type { Likely } from '../../sites/recovery/ways.js';
import type { DrMatrixData } from '../dr-matrix-data.js';
import { capacityTail, quarter, tier } from './capacity-parts.js';
import { loss as classLoss } from './capacity-storage.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';

const situation = z.enum(situations);
const data = z.enum(dataKinds);
const prerequisite = z.enum(prerequisiteKinds);
export const ms = whole.meta({ description: 'milliseconds' });
export const likely = partOf<Partial<Likely>>()(z.strictObject({ p50: ms.exactOptional(), p95: ms.exactOptional() })).meta({ description: 'milliseconds; a figure that is absent has no bound' });
const rto = partOf<RecoveryTime>()(z.strictObject({ typicalMs: ms.meta({ description: 'milliseconds, with every step at its median' }), p50Ms: ms, p95Ms: ms }));

export const reason = partOf<CannotRun>()(
  z.union([
    z.strictObject({ because: z.literal('site-not-operating'), site: z.string(), until: quarter.exactOptional() }),
    z.strictObject({ because: z.literal('nowhere-named') }),
    z.strictObject({ because: z.literal('copies-only'), site: z.string() }),
    z.strictObject({ because: z.literal('no-copy'), data: z.array(data) }),
    z.strictObject({ because: z.enum(['prerequisite-missing', 'prerequisite-expired']), kind: prerequisite, site: z.string(), expired: z.string().exactOptional() }),
    z.strictObject({ because: z.literal('no-room'), site: z.string(), resource: z.string() }),
    z.strictObject({ because: z.literal('no-way'), from: z.string(), to: z.string() }),
    z.strictObject({ because: z.literal('way-full'), from: z.string(), to: z.string() }).meta({ description: 'replication takes the whole share of the link a backup would be restored over' }),
    z.strictObject({ because: z.literal('waits-for'), system: z.string() }),
    z.strictObject({ because: z.literal('waits-in-a-circle'), system: z.string() }),
    z.strictObject({ because: z.literal('too-few-people'), needed: z.number(), there: z.number() }),
  ]),
);

const runs = partOf<Runs>()(
  z.union([
    z.strictObject({ how: z.enum(['serves-on', 'promoted', 'restored']), site: z.string() }),
    z.strictObject({ how: z.literal('nowhere'), reasons: z.array(reason), until: quarter.exactOptional() }),
  ]),
);

const note = partOf<CellNote>()(
  z.union([
    z.strictObject({ note: z.literal('prerequisite-ends-soon'), kind: prerequisite, site: z.string(), expires: z.string() }),
    z.strictObject({ note: z.literal('not-inspected'), site: z.string() }),
    z.strictObject({ note: z.literal('nothing-reserved'), site: z.string() }),
    z.strictObject({ note: z.literal('owner-replicates'), databases: z.number() }),
    z.strictObject({ note: z.literal('backup-beside'), site: z.string() }),
    z.strictObject({ note: z.literal('no-link-left'), from: z.string(), to: z.string() }),
    z.strictObject({ note: z.literal('keys-wait'), elseMs: ms.exactOptional() }),
    z.strictObject({ note: z.literal('few-instances'), instances: z.number(), wanted: z.number() }),
    z.strictObject({ note: z.literal('by-hand') }),
  ]),
);

export const promises = partOf<Promises>()(z.strictObject({ rpoMs: ms, rtoMs: ms, backupRpoMs: ms }));

export const cellLoss = z.strictObject({
  data,
  means: z.enum(copyMeans),
  from: z.string(),
  at: z.string(),
  intervalMs: ms,
  durationMs: z.strictObject({ p50: ms, p95: ms }),
  transferMs: likely,
  totalMs: likely,
  awaitedMs: likely.exactOptional().meta({ description: 'milliseconds that would be lost if nobody waited for it to arrive before using it' }),
  over: z.string().exactOptional(),
});

export const cell = z.strictObject({
  namespace: z.string(),
  organisation: z.string(),
  system: z.string(),
  tier,
  situation,
  primary: z.string(),
  lost: names,
  runs,
  leaves: runs.exactOptional(),
  losses: z.array(cellLoss),
  gone: z.array(data),
  rpo: likely.exactOptional(),
  release: likely.exactOptional().meta({ description: 'milliseconds; age of the release that starts' }),
  backupRpo: likely.exactOptional(),
  rto: rto.exactOptional(),
  worstPath: z.strictObject({ domain: z.string(), lagMs: ms.exactOptional() }).exactOptional(),
  notes: z.array(note),
  verdict: z.enum(['kept', 'worse', 'told', 'no-copies']),
  broken: z.array(z.enum(broken)),
});

export const matrixShape = {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: z.string(),
  whatIf: names,
  quarter,
  situations: z.array(situation),
  selected: z.strictObject({ sites: names, organisations: names, tiers: z.array(tier) }),
  operating: names,
  promises: z.strictObject(Object.fromEntries(protections.map((name) => [name, promises])) as Record<(typeof protections)[number], typeof promises>),
  worse: count.meta({ description: 'environments worse than their tier' }),
  stopped: count.meta({ description: 'environments that run nowhere since a declared loss' }).optional(),
  environments: count,
  cells: z.array(cell),
  tiers: z.array(
    z.strictObject({
      situation,
      tier,
      environments: count,
      worse: count,
      nowhere: count,
      rpo: likely.exactOptional(),
      last: z.strictObject({ namespace: z.string(), rto }).exactOptional(),
    }),
  ),
  platform: z.strictObject({ secretStoreMs: ms, imagesMs: ms }),
  runs: count,
  durations: z.array(z.strictObject({ action: z.enum(recoveryActions), p50Ms: ms, p95Ms: ms, measured: count })),
  storage: z.array(z.strictObject({ site: z.string(), class: z.string(), quarter, level: z.enum(['node', 'rack', 'feed', 'hall', 'site']), domain: z.string(), of: count, loss: classLoss })),
  inputs: capacityTail.inputs,
  assumptions: count,
};

export const outcome = outcomeOf<DrMatrixData>()('ndc/dr-matrix.v1', matrixShape);
