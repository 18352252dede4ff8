import { z } from 'zod';
import { dataKinds } from '../../sites/recovery/situation.js';
import { roles, runbookParts, type RunbookPart, type RunbookStep } from '../../sites/recovery/runbook/step.js';
import type { BreachPoint, DrRunbookData } from '../dr-runbook-data.js';
import { tier } from './capacity-parts.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { digest, names, text, whole } from './parts.js';

const ms = whole.meta({ description: 'milliseconds from the loss' });
const instant = z.string().meta({ description: 'an instant, 2026-11-20T02:15:00+07:00' });

const step = partOf<RunbookStep>()(
  z.strictObject({
    title: text,
    role: z.enum(roles),
    byHand: z.boolean().meta({ description: 'no command does it' }),
    does: z.array(text),
    commands: z.array(z.strictObject({ line: z.string().meta({ description: 'one line of a POSIX shell' }), expects: text })),
    until: text,
    budget: z.strictObject({ fromMs: ms, untilMs: ms, p95Ms: ms.exactOptional() }).exactOptional().meta({ description: 'from the plan that the simulation runs' }),
  }),
);

const part = partOf<RunbookPart>()(
  z.strictObject({
    id: z.enum(runbookParts),
    title: text,
    when: text,
    tables: z.array(z.strictObject({ title: text, columns: z.array(text), narrow: z.array(z.int().min(0)).exactOptional().meta({ description: 'columns that a narrow page shows' }), rows: z.array(z.array(z.union([text, z.string(), z.strictObject({ data: z.array(z.enum(dataKinds)), of: z.string().exactOptional() })]))) })),
    steps: z.array(step),
  }),
);

const point = partOf<BreachPoint>()(
  z.strictObject({
    namespace: z.string(),
    organisation: z.string(),
    tier,
    data: z.enum(dataKinds),
    database: z.string().exactOptional(),
    kept: z.enum(['kept', 'locked', 'monthly', 'gone']),
    site: z.string().exactOptional(),
    at: instant.exactOptional(),
    from: instant.exactOptional(),
    until: instant.exactOptional(),
  }),
);

export const outcome = outcomeOf<DrRunbookData>()('ndc/dr-runbook.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: z.string(),
  whatIf: names,
  lang: z.enum(['vi', 'en']),
  lost: z.string().exactOptional(),
  survivors: names,
  organisation: z.string(),
  breach: z.strictObject({ at: instant, now: instant, points: z.array(point) }).exactOptional(),
  roles: z.array(z.enum(roles)),
  start: z.string().meta({ description: 'typed once, before all others' }),
  parts: z.array(part),
});
