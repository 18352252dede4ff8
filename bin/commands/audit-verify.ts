import type { Difference } from '../../policies/evidence/compare.js';
import type { RenamedPlan } from '../audit-plans.js';
import { auditEnd, checkFiles, checkSignature, judgeAgain, type AuditEnd, type Signature, type WrongFile } from '../evidence-verify.js';
import type { Command, Globals } from '../command.js';
import { openEvidence } from '../edge/evidence-folder.js';
import { requireSshKeygen } from '../edge/ssh-signature.js';
import { InputFailure } from '../failure.js';
import type { Outcome } from '../outcome.js';

/**
 * `verified`: the files, the signature and the verdicts hold. `signed`: files and signature do, nothing was judged again.
 * `reproduced`: judged again with the same result, and nobody's signature was checked. `intact`: only the digests hold.
 * `refused`: something does not.
 */
export type Verification = 'verified' | 'signed' | 'reproduced' | 'intact' | 'refused';

export interface EvidenceData {
  /** As it was given. */
  readonly directory: string;
  readonly verification: Verification;
  /** RFC 3339, by which version and of which estate; absent where the manifest cannot be believed. */
  readonly at?: string;
  readonly tool?: string;
  readonly estate?: { readonly id: string; readonly digest: string };
  /** What the report's statement names as its result. */
  readonly result?: string;
  /** How the audit ended, by the report; absent where the evidence does not hold or the report does not say. */
  readonly audit?: AuditEnd;
  readonly files: { readonly bound: number; readonly wrong: readonly WrongFile[] };
  readonly signature: Signature;
  /** Absent where no inputs were given. */
  readonly judged?: { readonly tool: string; readonly differences: readonly Difference[]; readonly renamed: readonly RenamedPlan[] };
}

export const command: Command = {
  options: [
    { flags: '--signers <file>', about: { vi: 'danh sách người ký (allowed_signers) của chính kiểm toán viên', en: "the auditor's own list of allowed signers" } },
    { flags: '--inputs <path...>', about: { vi: 'xét lại: bộ kế hoạch, hoặc các tệp, thư mục kế hoạch đã xét; dữ liệu theo --sites', en: 'judge again: the plan set, or the plans, that were judged; the estate is that of --sites' } },
    { flags: '--rules <dir>', about: { vi: 'thư mục quy tắc riêng dùng khi xét lại (mô-đun .mjs sẽ được chạy)', en: 'folder of the own rules to judge again by (its .mjs modules are run)' } },
  ],
  arguments: [{ name: '<dir>', about: { vi: 'thư mục do "ndc audit --evidence" ghi', en: 'folder that "ndc audit --evidence" wrote' } }],
  examples: ['ndc audit verify evidence-2026-11 --signers allowed_signers', 'ndc audit verify evidence-2026-11 --signers allowed_signers --inputs plans/'],
  run: async (context, [directory = ''], options): Promise<Outcome<'ndc/evidence.v1', EvidenceData>> => {
    const signers = options['signers'] as string | undefined;
    const inputs = options['inputs'] as readonly string[] | undefined;
    requireNoScenario(context.globals);
    if (signers !== undefined) await requireSshKeygen();
    const folder = await openEvidence(directory);
    const { manifest, bytes, files, wrong } = await checkFiles(folder, directory);
    const signature = await checkSignature(folder, bytes, signers);
    const sound = wrong.length === 0 && signature.is !== 'bad' && !(signature.is === 'unsigned' && signature.wanted);
    // Nothing is judged by what does not hold.
    const judged = sound && inputs !== undefined ? await judgeAgain(context, folder, directory, inputs, options['rules'] as string | undefined) : undefined;
    const end = sound ? await auditEnd(folder) : undefined;
    const same = judged === undefined || judged.differences.length === 0;
    const verification = !sound || !same ? 'refused' : signature.is === 'good' ? (judged === undefined ? 'signed' : 'verified') : judged === undefined ? 'intact' : 'reproduced';
    return {
      kind: 'ndc/evidence.v1',
      exit: verification === 'refused' ? 1 : 0,
      data: {
        directory,
        verification,
        ...(manifest === undefined ? {} : { at: manifest.at, tool: manifest.tool.version, estate: manifest.estate, result: manifest.result }),
        ...(end === undefined ? {} : { audit: end }),
        files: { bound: files, wrong },
        signature,
        ...(judged === undefined ? {} : { judged }),
      },
    };
  },
};

/** Day and scenario are the evidence's own: judged by others it would be another audit. `--with` names the files of a what-if, which the evidence holds by digest alone. */
function requireNoScenario({ asOf, scenario, lose, delay }: Globals): void {
  const given = [...(asOf === undefined ? [] : ['--as-of']), ...(scenario === undefined ? [] : ['--scenario']), ...(lose.length > 0 ? ['--lose'] : []), ...(delay.length > 0 ? ['--delay'] : [])].join(', ');
  if (given === '') return;
  throw new InputFailure('NDC-X043', {
    vi: `bằng chứng được xét lại theo đúng ngày và kịch bản ghi trong nó: hãy bỏ ${given}.`,
    en: `evidence is judged again on the day and under the scenario that it names: leave ${given} out.`,
  });
}
