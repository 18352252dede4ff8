import { z } from 'zod';
import { differencesOf, type Difference } from '../policies/evidence/compare.js';
import { evidenceParts } from '../policies/evidence/contents.js';
import { manifestName, parseManifest, signatureName, type Manifest } from '../policies/evidence/manifest.js';
import { readEvidence } from '../policies/evidence/read-parts.js';
import type { Text } from '../sites/model/text.js';
import { auditInputs } from './audit-inputs.js';
import type { RenamedPlan } from './audit-plans.js';
import type { Context } from './command.js';
import { refused, type EvidenceFolder } from './edge/evidence-folder.js';
import { packageVersion } from './edge/package-version.js';
import { verifySignature } from './edge/ssh-signature.js';
import { openEstate } from './open-estate.js';
import { loadOwnRules } from './own-rules.js';

/** What is wrong with one file of the folder. */
export interface WrongFile {
  readonly name: string;
  readonly is: 'changed' | 'missing' | 'unlisted';
}

/** Files against the manifest; the manifest itself is undefined where it is not what was written. */
export async function checkFiles(folder: EvidenceFolder, given: string): Promise<{ readonly manifest?: Manifest; readonly bytes: Buffer; readonly files: number; readonly wrong: readonly WrongFile[] }> {
  const bytes = await folder.bytes(manifestName);
  if (bytes === undefined) throw refused(given, `không có ${manifestName}: đây không phải bằng chứng do "ndc audit --evidence" ghi`, `holds no ${manifestName}: it is no evidence that "ndc audit --evidence" wrote`);
  const manifest = parseManifest(bytes);
  if (manifest === undefined) return { bytes, files: 0, wrong: [{ name: manifestName, is: 'changed' }] };
  const wrong: WrongFile[] = [];
  for (const [name, recorded] of Object.entries(manifest.files)) {
    const digest = await folder.digest(name);
    if (digest !== recorded) wrong.push({ name, is: digest === undefined ? 'missing' : 'changed' });
  }
  const listed = new Set([manifestName, signatureName, ...Object.keys(manifest.files)]);
  // What no digest binds could be taken for evidence by whoever opens the folder.
  return { manifest, bytes, files: Object.keys(manifest.files).length, wrong: [...wrong, ...folder.names.filter((name) => !listed.has(name)).map((name): WrongFile => ({ name, is: 'unlisted' }))] };
}

/** `unsigned`: no signature is there; `unchecked`: one is, and nobody said whose it may be. */
export type Signature = { readonly is: 'unsigned'; readonly wanted: boolean } | { readonly is: 'unchecked' } | { readonly is: 'good'; readonly signer: string } | { readonly is: 'bad'; readonly because: Text };

export async function checkSignature(folder: EvidenceFolder, manifest: Uint8Array, signers: string | undefined): Promise<Signature> {
  const there = folder.names.includes(signatureName);
  if (!there) return { is: 'unsigned', wanted: signers !== undefined };
  if (signers === undefined) return { is: 'unchecked' };
  const signature = await folder.bytes(signatureName);
  if (signature === undefined) return { is: 'bad', because: { vi: 'tệp chữ ký là liên kết hoặc không phải tệp thường', en: 'the signature is a link or no regular file' } };
  const check = await verifySignature(manifest, signature, signers);
  return check.good ? { is: 'good', signer: check.signer } : { is: 'bad', because: check.because };
}

export interface JudgedAgain {
  /** Version of the toolkit that judged again. */
  readonly tool: string;
  readonly differences: readonly Difference[];
  /** Plans whose files bear other names than in the evidence, with the same bytes. */
  readonly renamed: readonly RenamedPlan[];
}

/** How the audit that the evidence is of ended, by its report. */
export interface AuditEnd {
  readonly passed: boolean;
  readonly fail: number;
  readonly unknown: number;
}

const reportEnd = z.object({ exit: z.union([z.literal(0), z.literal(1)]), summary: z.object({ counts: z.object({ fail: z.int().min(0), unknown: z.int().min(0) }) }) });

/** What the report of the evidence says of the audit; undefined where another version wrote it so that this one cannot tell. */
export async function auditEnd(folder: EvidenceFolder): Promise<AuditEnd | undefined> {
  try {
    const { data } = reportEnd.safeParse(JSON.parse((await folder.bytes('report.json'))?.toString('utf8') ?? ''));
    return data === undefined ? undefined : { passed: data.exit === 0, fail: data.summary.counts.fail, unknown: data.summary.counts.unknown };
  } catch {
    return undefined;
  }
}

/**
 * Judges the inputs again under the scenario and on the day of the evidence, and holds what comes of it against what the
 * evidence says. Rules of somebody's own are taken from the folder that is named, never from the evidence: code that lies
 * in what is being checked is not run.
 */
export async function judgeAgain(context: Context, folder: EvidenceFolder, given: string, inputs: readonly string[], rulesFolder: string | undefined): Promise<JudgedAgain> {
  const text = async (name: string): Promise<string> => (await folder.bytes(name))?.toString('utf8') ?? '';
  const evidence = readEvidence({ 'estate.json': await text('estate.json'), 'inputs.json': await text('inputs.json'), 'rules.json': await text('rules.json'), 'report.json': await text('report.json') });
  if ('unreadable' in evidence) throw refused(given, `có ${evidence.unreadable} không đọc được, dù mã băm khớp: nó do một phiên bản khác ghi`, `holds a ${evidence.unreadable} that cannot be read although its digest holds: another version wrote it`);
  const { scenario } = evidence.parts.estate;
  const again: Context = {
    ...context,
    globals: {
      ...context.globals,
      asOf: evidence.parts.estate.asOf,
      scenario: scenario.phase,
      lose: scenario.lose,
      delay: Object.entries(scenario.delay).map(([site, quarters]) => `${site}=${quarters}q`),
    },
  };
  const own = rulesFolder === undefined ? undefined : await loadOwnRules(rulesFolder, await openEstate(again));
  const tool = await packageVersion(context.root);
  // A plan that names no stack goes by its path: the same bytes are the same document wherever they lie today.
  const named = new Map(evidence.parts.inputs.documents.flatMap(({ digest, document }) => (digest === undefined || document === undefined ? [] : [[digest, document] as const])));
  const { data, rules, renamed } = await auditInputs(again, inputs, { version: tool, own: own?.rules.map(({ rule }) => rule) ?? [], named });
  return { tool, differences: differencesOf(evidence, { parts: evidenceParts(data, rules, own?.rules ?? []), verdicts: data.verdicts }), renamed };
}
