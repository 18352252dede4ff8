import { z } from 'zod';
import type { KeyRow } from '../../sites/keys/inventory.js';
import { keyPurposes } from '../../sites/model/kinds/keys.js';
import type { HsmKeysData } from '../hsm-keys-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text } from './parts.js';

const day = z.string().meta({ description: 'a day, 2027-06-30' });

const key = partOf<KeyRow>()(
  z.strictObject({
    id: z.string(),
    site: z.string(),
    purpose: z.enum(keyPurposes),
    home: z.string().meta({ description: 'hsm/<site>/<partition>, store/<site> or repository/<name>' }),
    label: z.string().exactOptional(),
    mechanism: z.string(),
    bits: count,
    rotationDays: count,
    created: day.exactOptional(),
    rotated: day.exactOptional(),
    due: day.exactOptional(),
    standing: z.enum(['planned', 'current', 'due', 'overdue', 'destroyed']),
    domain: z.string().exactOptional(),
    sharedWith: names,
    quorum: z.strictObject({ needed: count, custodians: count }),
    standards: names,
    opens: names,
    previous: z.array(z.strictObject({ id: z.string(), until: day, neededUntil: day.exactOptional(), destroyed: day.exactOptional() })),
    destroyed: z.strictObject({ on: day, record: z.string(), neededUntil: day.exactOptional() }).exactOptional().meta({ description: 'of a key that is gone: when, by which record of a ceremony, and when the last thing that it opened expired' }),
    findings: z.array(text),
  }),
);

export const hsmEstate = { estate: z.strictObject({ id: z.string(), name: text, digest }), asOf: day, sites: names };

export const outcome = outcomeOf<HsmKeysData>()('ndc/hsm-keys.v1', {
  ...hsmEstate,
  keys: z.array(key),
  standards: z.array(z.strictObject({ id: z.string(), number: z.string(), name: text, source: z.enum(['seed', 'public', 'assumption', 'declared']) })),
  assumptions: count,
});
