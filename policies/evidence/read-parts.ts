import { z } from 'zod';
import type { EvidenceParts } from './contents.js';
import type { Judged } from './compare.js';
import { verdictStatuses } from '../../sites/model/verdict.js';
import { isDay, type Day } from '../../sites/model/calendar.js';

const words = z.string().max(4000);

const estate = z.object({
  id: words,
  digest: words,
  asOf: z.string().refine((text): text is Day => isDay(text)),
  view: z.enum(['today', 'target']),
  packs: z.array(z.enum(['design', 'operations', 'failover'])),
  scenario: z.object({
    asOf: z.string().refine((text): text is Day => isDay(text)),
    lose: z.array(words),
    delay: z.record(words, z.int()),
    phase: z.enum(['as-recorded', 'all-operating']),
    add: z.array(z.object({ name: words, digest: words })),
  }),
});

const inputs = z.object({
  planset: z.object({ id: words, digest: words.exactOptional() }).exactOptional(),
  documents: z.array(z.object({ stack: words, site: words, from: z.enum(['plan', 'configuration', 'absent']), document: words.exactOptional(), digest: words.exactOptional() })),
});

const rules = z.object({ rules: z.array(z.object({ id: words, version: z.int(), digest: words, from: z.enum(['toolkit', 'own']), file: words.exactOptional() })) });

const status = z.enum(verdictStatuses);
const report = z.object({
  verdicts: z.array(
    z.object({
      policy: words,
      subject: z.object({ object: words, site: words.exactOptional(), organisation: words.exactOptional(), address: words.exactOptional(), constructPath: words.exactOptional() }),
      fingerprint: words,
      status,
      recorded: status,
      blocks: z.boolean(),
      waived: z.object({ until: words, basis: words, reason: z.object({ vi: words, en: words }), waiver: words }).exactOptional(),
    }),
  ),
});

/** The parts of a folder of evidence that judging again is held against, from the texts of its files. */
export interface ReadEvidence extends Judged {
  readonly parts: Pick<EvidenceParts, 'inputs' | 'rules' | 'estate'>;
}

/** Reads what is compared; undefined, with the file's name, for the first file that does not hold what it should. */
export function readEvidence(files: Readonly<Record<'estate.json' | 'inputs.json' | 'rules.json' | 'report.json', string>>): ReadEvidence | { readonly unreadable: string } {
  const parsed = <T>(name: keyof typeof files, schema: z.ZodType<T>): T | undefined => {
    try {
      const result = schema.safeParse(JSON.parse(files[name]));
      return result.success ? result.data : undefined;
    } catch {
      return undefined;
    }
  };
  const read = { estate: parsed('estate.json', estate), inputs: parsed('inputs.json', inputs), rules: parsed('rules.json', rules), report: parsed('report.json', report) };
  if (read.estate === undefined) return { unreadable: 'estate.json' };
  if (read.inputs === undefined) return { unreadable: 'inputs.json' };
  if (read.rules === undefined) return { unreadable: 'rules.json' };
  if (read.report === undefined) return { unreadable: 'report.json' };
  return { parts: { estate: read.estate, inputs: read.inputs, rules: read.rules.rules }, verdicts: read.report.verdicts };
}
