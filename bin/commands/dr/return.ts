import { join } from 'node:path';
import { recordedIntent } from '../../../sites/intent/derive.js';
import { returningTo, returnRefusal, staleAt } from '../../../sites/intent/way-back.js';
import { approvalsNeeded, peopleOf } from '../../../sites/model/approval.js';
import { dayInVietNam, utcSecond } from '../../../sites/model/calendar.js';
import { shown } from '../../../sites/model/diagnostic.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import { recloneWays, returnSteps, type Return, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import { loadEstate } from '../../../sites/model/load.js';
import type { Loss } from '../../../sites/model/losses.js';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import { approvalDay, checkTransition } from '../../approvals.js';
import { choice } from '../../command-line.js';
import type { Command, Context, Values } from '../../command.js';
import { requireComparison } from '../../disaster/comparison.js';
import { requireMadeAnew, requireRecloned } from '../../disaster/made-anew.js';
import { handedOver, readTokens } from '../../disaster/read-tokens.js';
import { done, freeReturnId, newReturn, nextReturn, returningByBackup, returnOf, returnRows, withReturnStep } from '../../disaster/return.js';
import type { DrReturnData, ReturnAction } from '../../dr-return-data.js';
import { changeFiles } from '../../edge/change-files.js';
import { loadConnection } from '../../edge/connection.js';
import { readDataDirectory } from '../../edge/data-directory.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { CheckFailure, InputFailure } from '../../failure.js';
import { edited, fileChanges, requireLoading, type Edits } from '../../hand-over/hand-over.js';
import { asDeclared, asOfDay, underConnection } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';

const actions = [...returnSteps, 'close'] as const;

export const command: Command = {
  arguments: [
    { name: '<site>', about: { vi: 'trung tâm trở lại', en: 'the site that comes back' } },
    { name: '[step]', about: { vi: `bước cần làm: ${actions.join(', ')} (mặc định: cho xem đang ở bước nào)`, en: `the step to take: ${actions.join(', ')} (default: tell where it stands)` } },
  ],
  options: [
    { flags: '--by <text>', about: { vi: 'fence, reclone, verify: ai làm', en: 'fence, reclone, verify: who did it' } },
    { flags: '--evidence <text>', about: { vi: 'fence: bằng chứng biên mạng và nơi ghi của trung tâm đã tắt', en: 'fence: proof that the site’s edge and writers are off' } },
    { flags: '--how <way>', about: { vi: 'reclone: re-clone (dựng lại) hoặc rewind (tua lại, cần --proof)', en: 'reclone: re-clone, or rewind (wants --proof)' } },
    { flags: '--proof <text>', about: { vi: 'reclone: vì sao chắc chắn tua lại được', en: 'reclone: why a rewind is known to be possible' } },
    { flags: '--diverged <text>', about: { vi: 'reclone: nơi giữ danh sách dòng chỉ trung tâm cũ có', en: 'reclone: where the list of rows only the old site has is kept' } },
    { flags: '--rows <n>', about: { vi: 'reclone: số dòng lệch', en: 'reclone: how many rows diverged' } },
    { flags: '--nothing-diverged', about: { vi: 'reclone: không có dòng nào lệch', en: 'reclone: nothing diverged' } },
    { flags: '--report <text>', about: { vi: 'verify: nơi để kết quả so mã băm', en: 'verify: where the comparison of hashes lies' } },
    { flags: '--digest <sha256>', about: { vi: 'reclone, verify: mã băm của danh sách hoặc kết quả', en: 'reclone, verify: digest of the list, or of the comparison' } },
    { flags: '--equal', about: { vi: 'verify: mã băm hai bên bằng nhau', en: 'verify: the hashes are equal' } },
    { flags: '--different', about: { vi: 'verify: mã băm hai bên khác nhau; đường về dừng ở đây', en: 'verify: the hashes differ; the way back ends here' } },
    { flags: '--write', about: { vi: 'ghi bước này; không có thì chỉ cho xem', en: 'write the step; without it it is only shown' } },
  ],
  examples: ['ndc dr return ndc-01', 'ndc dr return ndc-01 fence --by nguyen-van-a --evidence ingress-off --write', 'ndc dr return ndc-01 token --connection production --write'],
  run: async (context, [site = '', wanted], options): Promise<Outcome<'ndc/dr-return.v1', DrReturnData>> => {
    choice('step', wanted, actions);
    const action = actions.find((one) => one === wanted);
    const files = await readDataDirectory(context.sites);
    const { estate, connection } = await opened(context, files);
    const loss = lossOf(estate, site);
    const transition = returnOf(estate.transitions, loss.declaration);
    const id = transition?.id ?? freeReturnId(estate, loss);
    const now = context.now();
    const checked = transition === undefined ? { given: [], refused: [] } : await checkTransition(estate, transition, approvalDay(estate, now));
    const signed = peopleOf(checked.given).length >= approvalsNeeded;
    const told = (back: DeepReadonly<Return> | undefined, more: Pick<DrReturnData, 'written' | 'closed'> & { readonly taken?: ReturnAction }): Outcome<'ndc/dr-return.v1', DrReturnData> => {
      const recorded = recordedIntent(estate);
      const returning = returningTo(estate, recorded, site);
      const byBackup = returningByBackup(estate, recorded, returning);
      const data: DrReturnData = {
        site,
        declaration: loss.declaration,
        transition: id,
        file: join(context.sites, `transitions/${id}.yaml`),
        ...more,
        steps: returnRows(back),
        given: peopleOf(checked.given),
        refused: checked.refused,
        needed: approvalsNeeded,
        stale: staleAt(estate, recorded, site).map(({ environment, newestAt }) => ({ namespace: environment.namespace, newestAt })),
        returning: returning.map(({ namespace }) => namespace),
        byBackup,
        next: nextReturn(site, id, back, { signed, closed: more.closed, byBackup: byBackup.length }),
      };
      return { kind: 'ndc/dr-return.v1', exit: 0, data: conceal(data, codesOf(estate)) };
    };
    if (action === undefined) return told(transition?.return, { written: false, closed: false });

    const bytes = new Map(files.flatMap((file) => ('bytes' in file ? [[file.name, file.bytes] as const] : [])));
    const text = (file: string): string => new TextDecoder().decode(bytes.get(file));
    const own = `transitions/${id}.yaml`;
    const refuse = ({ vi, en }: { readonly vi: string; readonly en: string }): CheckFailure => new CheckFailure('NDC-X331', { vi: `${site}: ${vi}. Chưa ghi gì.`, en: `${site}: ${en}. Nothing was written.` });
    if (action === 'close') {
      if (transition?.return?.promote === undefined) throw refuse({ vi: 'chỉ kết thúc được sau bước promote', en: 'it ends only after the step promote' });
      const theirs = `transitions/${loss.declaration}.yaml`;
      return told(transition.return, { ...(await write(context, options, files, { [own]: done(text(own)), [theirs]: done(text(theirs)) }, bytes)), closed: true, taken: action });
    }
    const back: DeepReadonly<Return> = transition?.return ?? { declaration: loss.declaration };
    const refused = returnRefusal(estate, recordedIntent(estate), { site, back, step: action, signed });
    if (refused !== undefined) throw refuse(refused);
    const at = utcSecond(now);
    if (action === 'reclone' && options['nothingDiverged'] === true) requireComparison(estate, loss.declaration);
    // What was wound back stands as it stood, and its proof says why that is enough.
    if (action === 'reclone' && options['how'] !== 'rewind') await requireRecloned(context, connection, estate, site, back.fence?.at ?? at);
    if (action === 'promote') await requireMadeAnew(context, connection, estate, site);
    const value = await stepOf(action, at, { context, options, estate, connection, site });
    const after = { ...back, [action]: value } as Return;
    const edits: Edits = { [own]: transition === undefined ? newReturn(id, site, after, dayInVietNam(now)) : withReturnStep(text(own), action, value) };
    return told(after, { ...(await write(context, options, files, edits, bytes)), closed: false, taken: action });
  },
};

async function write(context: Context, options: Values, files: Awaited<ReturnType<typeof readDataDirectory>>, edits: Edits, bytes: ReadonlyMap<string, Uint8Array>): Promise<{ readonly written: boolean }> {
  requireLoading(loadEstate(edited(files, edits), asOfDay(context)));
  const written = options['write'] === true;
  if (written) await changeFiles(fileChanges(context.sites, edits, bytes));
  return { written };
}

async function opened(context: Context, files: Awaited<ReturnType<typeof readDataDirectory>>) {
  const { globals } = context;
  if (globals.with.length > 0 || globals.lose.length > 0 || globals.delay.length > 0) throw new InputFailure('NDC-X332', { vi: 'không làm bước nào trên dữ liệu giả định: hãy bỏ --with, --lose, --delay.', en: 'no step is taken on supposed data: leave --with, --lose and --delay out.' });
  const loaded = loadEstate(files, asOfDay(context));
  if ('diagnostics' in loaded) throw new InvalidEstate(context.sites, loaded.diagnostics);
  const connection = await loadConnection(context.home, globals.connection);
  return { connection, estate: underConnection(await asDeclared(loaded.estate, context.now()), context, connection) };
}

/** The declaration in force of a site. @throws InputFailure NDC-X330 where there is none: nothing returns from a loss nobody declared. */
function lossOf({ losses = [], transitions, sites }: Estate, site: string): Loss {
  const found = losses.find((one) => one.site === site);
  if (found !== undefined) return found;
  const open = Object.values(transitions).find((one) => one.transition === 'declare' && one.state === 'open' && one.from.includes(`site/${site}`));
  if (open !== undefined) throw new InputFailure('NDC-X330', { vi: `tuyên bố ${open.id} chưa có hiệu lực: thiếu chữ ký hợp lệ của hai người. Chưa có gì chuyển đi nên không có gì để đưa về. Ký nó: ndc approve ${open.id} --key <tệp> --write; viết sai thì tuyên bố lại khi chưa ai ký: ndc dr declare --lose ${site} … --write.`, en: `the declaration ${open.id} is not in force: it lacks the valid signatures of two people. Nothing has moved, so nothing returns. Sign it: ndc approve ${open.id} --key <file> --write; if it is wrong declare it again while nobody has signed: ndc dr declare --lose ${site} … --write.` });
  const known = losses.map((one) => one.site);
  throw new InputFailure('NDC-X330', {
    vi: `${shown(site)}${Object.hasOwn(sites, site) ? '' : ' (không có trong dữ liệu)'} không bị tuyên bố mất; ${known.length === 0 ? 'không có tuyên bố nào đang có hiệu lực' : `đang bị tuyên bố mất: ${known.join(', ')}`}.`,
    en: `${shown(site)}${Object.hasOwn(sites, site) ? '' : ' (which the data do not have)'} is not declared lost; ${known.length === 0 ? 'no declaration is in force' : `declared lost: ${known.join(', ')}`}.`,
  });
}

/** Of zero bytes: what `sha256sum` says of a comparison for which there were no files. */
const digestOfNothing = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface StepInputs {
  readonly context: Context;
  readonly options: Values;
  readonly estate: Estate;
  readonly connection: Awaited<ReturnType<typeof loadConnection>>;
  readonly site: string;
}

/** What a step records. @throws InputFailure NDC-X333 for what is missing */
async function stepOf(step: ReturnStep, at: string, { context, options, estate, connection, site }: StepInputs): Promise<NonNullable<Return[ReturnStep]>> {
  const missing = (flag: string): InputFailure => new InputFailure('NDC-X333', { vi: `bước ${step} cần ${flag}.`, en: `the step ${step} needs ${flag}.` });
  const wanted = (key: string, flag: string): string => {
    const value = options[key];
    if (typeof value === 'string' && value.trim() !== '') return value;
    throw missing(flag);
  };
  const digest = (): string => {
    const value = wanted('digest', '--digest sha256:<…>');
    if (!/^sha256:[0-9a-f]{64}$/.test(value)) throw new InputFailure('NDC-X333', { vi: '--digest cần dạng sha256: và 64 chữ số thập lục phân (sha256sum <tệp>).', en: '--digest is sha256: and 64 hexadecimal digits (sha256sum <file>).' });
    if (value === digestOfNothing)
      throw new InputFailure('NDC-X333', {
        vi: `--digest là mã băm của một tệp rỗng: chưa so gì, chưa liệt kê gì. Hãy làm lại phép so (sổ tay, bước ${step}), xem tệp có nội dung, rồi nêu mã băm của nó.`,
        en: `--digest is that of an empty file: nothing was compared or listed. Compare again (runbook, step ${step}), see that the file says something, and give its digest.`,
      });
    return value;
  };
  switch (step) {
    case 'fence':
      return { at, by: wanted('by', '--by <who>'), evidence: wanted('evidence', '--evidence <text>') };
    case 'reclone': {
      choice('--how', options['how'], recloneWays);
      const how = recloneWays.find((one) => one === options['how']) ?? 're-clone';
      const by = wanted('by', '--by <who>');
      const proof = how === 'rewind' ? { proof: wanted('proof', '--proof <text>') } : {};
      if (options['nothingDiverged'] === true) {
        if (options['diverged'] !== undefined) throw new InputFailure('NDC-X333', { vi: 'hãy nêu --diverged hoặc --nothing-diverged, không phải cả hai.', en: 'give --diverged or --nothing-diverged, not both.' });
        return { at, by, how, ...proof, nothingDiverged: true };
      }
      const location = wanted('diverged', '--diverged <place> (or --nothing-diverged)');
      const rows = wanted('rows', '--rows <n>');
      if (!/^\d{1,9}$/.test(rows)) throw new InputFailure('NDC-X333', { vi: `--rows là "${shown(rows)}"; cần một số nguyên.`, en: `--rows is "${shown(rows)}"; expected a whole number.` });
      return { at, by, how, ...proof, diverged: { location, digest: digest(), rows: Number(rows) } };
    }
    case 'verify': {
      if ((options['equal'] === true) === (options['different'] === true)) throw missing('--equal | --different');
      return { at, by: wanted('by', '--by <who>'), location: wanted('report', '--report <place>'), digest: digest(), equal: options['equal'] === true };
    }
    case 'token':
      return { at, tokens: [...(await readTokens(context, connection, estate, handedOver(estate, site)))] };
    case 'demote':
    case 'promote':
      return { at };
  }
}
