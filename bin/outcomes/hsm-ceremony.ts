import { z } from 'zod';
import { ceremonyActs, ceremonyRoles, type Ceremony, type CeremonyStep } from '../../sites/keys/ceremony/step.js';
import { keyPurposes } from '../../sites/model/kinds/keys.js';
import type { HsmCeremonyData } from '../hsm-ceremony-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text } from './parts.js';

const day = z.string().meta({ description: 'a day, 2027-06-30' });
const role = z.enum(ceremonyRoles);
const typed = z.strictObject({ line: z.string().meta({ description: 'one line of a POSIX shell' }), expects: text });

const step = partOf<CeremonyStep>()(
  z.strictObject({
    title: text,
    role,
    does: z.array(text),
    commands: z.array(typed),
    inventory: z.strictObject({ file: z.string().meta({ description: 'below the data directory' }), lines: names }).exactOptional().meta({ description: 'what the inventory says afterwards' }),
    writes: z.array(text).meta({ description: 'fields that are written by hand' }),
    until: text,
    otherwise: text,
  }),
);

const sheet = partOf<Ceremony>()(
  z.strictObject({
    act: z.enum(ceremonyActs),
    key: z.string(),
    version: z.string().exactOptional().meta({ description: 'the former version it is about' }),
    site: z.string(),
    purpose: z.enum(keyPurposes),
    home: z.string().meta({ description: 'hsm/<site>/<partition>, store/<site> or repository/<name>' }),
    label: z.string().exactOptional(),
    to: z.string().exactOptional().meta({ description: 'label of the version that a rotation makes' }),
    attendance: z.array(z.strictObject({ role, needed: count, of: count.exactOptional() })),
    custodians: names.meta({ description: 'roles, as the inventory has them' }),
    variables: z.array(z.strictObject({ name: z.string(), means: text })),
    before: z.array(text),
    hindrances: z.array(z.strictObject({ what: z.string(), why: text, until: day.exactOptional() })).meta({ description: 'what stands in the way; then there are no steps' }),
    firstDay: day.exactOptional().meta({ description: 'first day on which it may be done' }),
    steps: z.array(step),
    checks: z.array(typed),
    record: z.array(text),
  }),
);

export const outcome = outcomeOf<HsmCeremonyData>()('ndc/hsm-ceremony.v1', { estate: z.strictObject({ id: z.string(), name: text, digest }), asOf: day, ceremony: sheet });
