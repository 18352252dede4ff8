import { z } from 'zod';
import { bilingual, dated, head, id, prose } from './scalars.js';

const source = z.strictObject({
  id: id(),
  /** Short label used in reports: Q, C, N, T, P, R175 … */
  label: prose(20),
  title: bilingual,
  number: prose(80).optional(),
  /** seed: one of the five source documents; public: cited by them or read elsewhere. */
  standing: z.enum(['seed', 'public']),
  dated: dated().optional(),
  inForceFrom: dated().optional(),
  inForceTo: dated().optional(),
  note: bilingual.optional(),
});

export const legalSourcesSchema = z.strictObject({
  ...head('LegalSources'),
  sources: z.array(source).min(1).max(2000),
});

export type LegalSource = z.output<typeof source>;
