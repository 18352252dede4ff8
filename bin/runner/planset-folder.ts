import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { PlanSetFile } from '../../policies/planset/format.js';
import { CheckFailure, InputFailure } from '../failure.js';
import { namesIn, readIfPresent, readRegular } from '../edge/read-files.js';
import { sha256 } from './plan.js';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const fileName = z.string().max(255).refine((name) => name !== '' && basename(name) === name && !name.startsWith('.'));

const statusSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('planned') }),
  z.object({ is: z.literal('deferred'), needs: z.array(z.string()) }),
  z.object({ is: z.literal('unreachable'), since: z.string(), reason: z.string() }),
  z.object({ is: z.literal('not-selected') }),
  z.object({ is: z.literal('failed'), reason: z.string() }),
]);

const counts = z.object({ create: z.int(), update: z.int(), replace: z.int(), delete: z.int(), forget: z.int(), import: z.int() });
const list = z.union([z.literal('all'), z.array(z.string())]);

// Loose: what a newer format adds is handed on to the rules that read it.
const schema = z.looseObject({
  kind: z.literal('ndc/planset.v1'),
  id: z.string(),
  created: z.iso.datetime(),
  estate: z.object({ id: z.string(), digest: z.string() }),
  scenario: z.object({ phase: z.string(), lose: z.array(z.string()), delay: z.record(z.string(), z.number()) }),
  scope: z.object({ sites: list, organisations: list, stacks: list }),
  purpose: z.enum(['apply', 'destroy', 'drift']),
  connection: z.string(),
  engine: z.object({ kind: z.enum(['terraform', 'tofu']), version: z.string() }),
  providers: z.array(z.object({ source: z.string(), version: z.string(), hashes: z.array(z.string()) })),
  backend: z.object({ type: z.string(), stateEncrypted: z.boolean(), planEncrypted: z.boolean() }),
  clusters: z.record(z.string(), z.string().nullable()),
  accepted: z.array(z.object({ site: z.string(), by: z.string() })),
  orphans: z.array(z.string()).exactOptional(),
  stacks: z.array(
    z.looseObject({
      name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
      kind: z.enum(['platform', 'tenant', 'protection']),
      site: z.string(),
      organisation: z.string().exactOptional(),
      status: statusSchema,
      configuration: digest,
      plan: z.object({ binary: digest, json: digest, binaryFile: fileName, jsonFile: fileName }).exactOptional(),
      configurationFile: fileName,
      changes: counts.exactOptional(),
    }),
  ),
});

/** A plan set as it lies on disk. */
export interface PlanSetFolder {
  readonly directory: string;
  readonly file: PlanSetFile;
  /** `sha256:…` of planset.json. */
  readonly digest: string;
}

/** Ids of the plan sets below `home`, oldest first. */
export async function listPlanSets(home: string): Promise<string[]> {
  return (await namesIn(join(home, 'plans'))).filter((name) => /^\d{8}T\d{6}Z-[0-9a-f]+$/.test(name));
}

/**
 * Opens the plan set that a command names: an id, a folder, or the newest when nothing is named.
 *
 * @throws InputFailure NDC-X150 when there is none.
 * @throws CheckFailure NDC-X151 when its planset.json is not one.
 */
export async function openPlanSet(home: string, given?: string): Promise<PlanSetFolder> {
  const known = await listPlanSets(home);
  const id = given ?? known.at(-1);
  const directory = id === undefined ? undefined : known.includes(id) ? join(home, 'plans', id) : resolve(id);
  const path = directory === undefined ? '' : join(directory, 'planset.json');
  const bytes = directory === undefined ? undefined : await readIfPresent(path);
  if (directory === undefined || bytes === undefined) {
    const named = given === undefined ? '' : ` ${given}`;
    const newest = known.slice(-3).reverse().join(', ');
    throw new InputFailure('NDC-X150', {
      vi: `không có bộ kế hoạch${named}${newest === '' ? '. Hãy chạy "ndc plan" trước.' : `; gần đây nhất: ${newest}.`}`,
      en: `there is no plan set${named}${newest === '' ? '. Run "ndc plan" first.' : `; the newest: ${newest}.`}`,
    });
  }
  const parsed = schema.safeParse(jsonOf(bytes));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new CheckFailure('NDC-X151', {
      vi: `${path} không phải planset.json hợp lệ${where === '' ? '' : ` (tại ${where})`}. Hãy lập kế hoạch lại.`,
      en: `${path} is no valid planset.json${where === '' ? '' : ` (at ${where})`}. Plan again.`,
    });
  }
  return { directory, file: parsed.data, digest: sha256(bytes) };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Checks every file of a set against the digest that planset.json records.
 *
 * @throws CheckFailure NDC-X152 naming each file that differs, is missing, or is no regular file.
 */
export async function requireUnchanged({ directory, file }: PlanSetFolder): Promise<void> {
  const expected = file.stacks.flatMap(({ configuration, configurationFile, plan }) => [
    { name: configurationFile, recorded: configuration },
    ...(plan === undefined ? [] : [{ name: plan.binaryFile, recorded: plan.binary }, { name: plan.jsonFile, recorded: plan.json }]),
  ]);
  const wrong: string[] = [];
  for (const { name, recorded } of expected) {
    const bytes = await readRegular(join(directory, name));
    if (bytes === undefined || sha256(bytes) !== recorded) wrong.push(name);
  }
  if (wrong.length > 0)
    throw new CheckFailure('NDC-X152', {
      vi: `bộ kế hoạch ${file.id} đã bị thay đổi: ${wrong.join(', ')} không còn như khi lập. Không có gì được áp dụng; hãy lập kế hoạch lại.`,
      en: `the plan set ${file.id} was changed: ${wrong.join(', ')} is no longer what was planned. Nothing is applied; plan again.`,
    });
}
