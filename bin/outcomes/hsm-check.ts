import { z } from 'zod';
import { tokenFindingCodes, type TokenFinding } from '../../sites/keys/token-findings.js';
import type { CheckedPartition, HsmCheckData, KeyMark } from '../hsm-check-data.js';
import { percentilesShape } from './kms-test.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, names, severity, text } from './parts.js';

const finding = partOf<TokenFinding>()(z.strictObject({ code: z.enum(tokenFindingCodes), severity, key: z.string().exactOptional(), found: text, remedy: text }));

export const hexadecimal = z.string().regex(/^([0-9a-f]{2})*$/);
export const markShape = partOf<KeyMark>()(
  z.strictObject({
    label: z.string(),
    class: z.enum(['secret', 'private', 'public']),
    objectId: hexadecimal.meta({ description: 'CKA_ID' }),
    checkValue: hexadecimal.exactOptional().meta({ description: 'CKA_CHECK_VALUE of a secret key' }),
    fingerprint: hexadecimal.exactOptional().meta({ description: 'SHA-256 of a public key’s SubjectPublicKeyInfo' }),
  }),
);

export const tokenShape = z.strictObject({ manufacturer: z.string(), model: z.string(), serial: z.string(), firmware: z.string() });

const partition = partOf<CheckedPartition>()(
  z.strictObject({
    partition: z.string(),
    token: tokenShape,
    keys: count,
    marks: z.array(markShape),
    findings: z.array(finding),
    measured: z.array(z.strictObject({ key: z.string(), encrypt: percentilesShape, decrypt: percentilesShape })),
  }),
);

export const outcome = outcomeOf<HsmCheckData>()('ndc/hsm-check.v1', { site: z.string(), asOf: z.string(), library: z.string(), partitions: z.array(partition), notChecked: names.meta({ description: 'partitions that the connection has no PIN file of' }), notAskedFor: names.meta({ description: 'partitions that were left out, since one was named' }), marksOnly: z.literal(true).exactOptional().meta({ description: 'nothing was held against the inventory' }) });
