import { join } from 'node:path';
import { evidenceParts, partFiles } from '../policies/evidence/contents.js';
import { manifestName, manifestText, signatureName } from '../policies/evidence/manifest.js';
import type { Rule } from '../policies/engine/rule.js';
import type { AuditResult } from '../policies/reports/json.js';
import { digestOf } from '../sites/model/estate.js';
import { requireAbsent, writeFolder, writeWhole } from './edge/files.js';
import { requireSshKeygen, signBytes } from './edge/ssh-signature.js';
import { InputFailure } from './failure.js';
import type { OwnRules } from './own-rules.js';

/** Where an audit's evidence goes, and by which key it is signed. */
export interface EvidenceOptions {
  readonly directory: string;
  readonly key?: string;
}

/** What was written, as the report of the audit names it. */
export interface WrittenEvidence {
  /** As it was given. */
  readonly directory: string;
  /** SHA-256 of the manifest, which binds every other file. */
  readonly manifest: string;
  readonly signed: boolean;
}

/**
 * `--evidence` and `--sign` of a command line; undefined where no evidence is asked for. What would refuse it after a long
 * audit is asked for before.
 *
 * @throws InputFailure NDC-X040 for `--sign` alone, NDC-X101 where the folder exists; EnvironmentFailure NDC-X042.
 */
export async function evidenceAsked(directory: string | undefined, key: string | undefined): Promise<EvidenceOptions | undefined> {
  if (directory === undefined) {
    if (key === undefined) return undefined;
    throw new InputFailure('NDC-X040', { vi: '--sign chỉ đi cùng --evidence: không có gì để ký.', en: '--sign goes with --evidence: there is nothing to sign.' });
  }
  await requireAbsent(directory);
  if (key !== undefined) await requireSshKeygen();
  return { directory, ...(key === undefined ? {} : { key }) };
}

/**
 * Writes the evidence of an audit into a folder of its own, whole or not at all: the report as `--json` prints it, what
 * was read, the rules that judged, the waivers used, the estate and its scenario, and a manifest that binds them.
 *
 * @param report the report's JSON.
 * @throws InputFailure NDC-X101 where the folder exists, NDC-X041 where the key cannot sign.
 */
export async function writeEvidence({ directory, key }: EvidenceOptions, report: string, result: Omit<AuditResult, 'kind'>, ran: readonly Rule[], own: OwnRules | undefined): Promise<WrittenEvidence> {
  const { at, tool } = result;
  if (at === undefined || tool === undefined) throw new TypeError('evidence says when and by which version it was made');
  const used = own?.rules.filter(({ rule }) => ran.some(({ id }) => id === rule.id)) ?? [];
  const files = new Map<string, string | Uint8Array>([...partFiles(evidenceParts(result, ran, used)), ['report.json', report]]);
  // By their ids: a file's own name may hold anything.
  for (const { rule, file, form } of used) {
    const bytes = own?.bytes.get(file);
    if (bytes !== undefined) files.set(`rules/${rule.id}${form === 'module' ? '.mjs' : '.yaml'}`, bytes);
  }
  const manifest = manifestText({ at, tool: { name: 'ndc', version: tool.version }, estate: { id: result.estate.id, digest: result.estate.digest }, result: result.statement.digest }, files);
  await writeFolder(directory, async (folder) => {
    for (const [name, content] of files) await writeWhole(join(folder, name), content);
    if (key !== undefined) await writeWhole(join(folder, signatureName), await signBytes(Buffer.from(manifest), key));
    // Last: a folder without it is no evidence.
    await writeWhole(join(folder, manifestName), manifest);
  });
  return { directory, manifest: digestOf(manifest), signed: key !== undefined };
}
