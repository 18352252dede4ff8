import { z } from 'zod';
import { dayOnly, expecting, head, id, prose } from './scalars.js';

export const waiver = z
  .strictObject({
    policy: z.string().regex(/^[A-Z]{3}-\d{3}$/).meta(expecting('mã quy tắc, ví dụ RED-001', 'a rule id such as RED-001', { example: 'RED-001', plain: true })),
    /** The estate object that makes the finding so, such as `site/ndc-02`. */
    cause: z.string().regex(/^[a-z]+\/[a-z0-9][a-z0-9/-]*$/).meta(expecting('một đối tượng, ví dụ site/ndc-02', 'an estate object such as site/ndc-02', { example: 'site/ndc-02' })).optional(),
    /** Or one finding, by its fingerprint. */
    fingerprint: z.string().regex(/^[0-9a-f]{16,64}$/).meta(expecting('dấu vân của một kết luận', "a finding's fingerprint")).optional(),
    owner: prose(120),
    approver: prose(120),
    reason: z.strictObject({ vi: prose(600), en: prose(600) }),
    basis: z.strictObject({ document: id(), clause: prose(80) }).optional(),
    expires: dayOnly(),
  })
  .refine((entry) => (entry.cause === undefined) !== (entry.fingerprint === undefined), { params: { rule: 'cause-or-fingerprint' } });

export const waiversSchema = z.strictObject({ ...head('Waivers'), waivers: z.array(waiver).max(5000) });

export type Waiver = z.output<typeof waiver>;
