import { join } from 'node:path';
import { z } from 'zod';
import { CheckFailure } from '../failure.js';
import { writeWhole } from '../edge/files.js';
import { readIfPresent } from '../edge/read-files.js';
import { shownPath } from '../edge/shown-path.js';

const entrySchema = z.object({
  /** `started` stays where the toolkit itself was killed: the engine may have finished, or not. */
  is: z.enum(['started', 'applied', 'no-op', 'partly', 'failed']),
  at: z.string(),
  reason: z.string().optional(),
  /** Objects of the approved plan that were in place when this was noted. */
  done: z.int().min(0).optional(),
  /** Plans of what an interruption had left, each judged to be part of the approved one: file and `sha256:…`. */
  rests: z.array(z.object({ file: z.string(), digest: z.string() })).optional(),
});

const schema = z.object({
  kind: z.literal('ndc/applied.v1'),
  planset: z.string(),
  /** Sites accepted as silent when it was applied. */
  accepted: z.array(z.object({ site: z.string(), by: z.string() })),
  stacks: z.record(z.string(), entrySchema),
});

export type JournalEntry = z.output<typeof entrySchema>;

/** What was applied of a set, kept in its folder and written after each step: a second apply goes on from it. */
export class Journal {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly data: z.output<typeof schema>,
  ) {}

  /** @throws CheckFailure NDC-X155 when the journal is unreadable or speaks of another set. */
  static async open(directory: string, digest: string): Promise<Journal> {
    const file = join(directory, 'applied.json');
    const bytes = await readIfPresent(file);
    if (bytes === undefined) return new Journal(file, { kind: 'ndc/applied.v1', planset: digest, accepted: [], stacks: {} });
    const data = parsed(bytes);
    if (data?.planset === digest) return new Journal(file, data);
    throw new CheckFailure('NDC-X155', {
      vi: `${shownPath(file)} không đọc được hoặc thuộc bộ kế hoạch khác. Hãy lập kế hoạch lại.`,
      en: `${shownPath(file)} cannot be read, or belongs to another plan set. Plan again.`,
    });
  }

  get(stack: string): JournalEntry | undefined {
    return Object.hasOwn(this.data.stacks, stack) ? this.data.stacks[stack] : undefined;
  }

  async note(stack: string, entry: JournalEntry): Promise<void> {
    this.data.stacks[stack] = entry;
    await this.save();
  }

  async accept(accepted: readonly { readonly site: string; readonly by: string }[]): Promise<void> {
    if (accepted.length === 0) return;
    this.data.accepted.push(...accepted.filter(({ site }) => !this.data.accepted.some((known) => known.site === site)));
    await this.save();
  }

  /** Stacks end side by side; their notes are written one after another. */
  private save(): Promise<void> {
    this.writing = this.writing.catch(() => undefined).then(() => writeWhole(this.file, `${JSON.stringify(this.data, null, 2)}\n`, { replace: true, mode: 0o600 }));
    return this.writing;
  }
}

function parsed(bytes: Buffer): z.output<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}
