import { parseDocument } from 'yaml';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import { holderOf } from '../../sites/intent/effective.js';
import type { EnvironmentIntent, Intent } from '../../sites/intent/environment.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { returnSteps, type Return, type ReturnStep } from '../../sites/model/kinds/disaster.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import type { Text } from '../../sites/model/text.js';
import type { Loss } from '../../sites/model/losses.js';
import { freeId } from '../hand-over/free-id.js';
import { fileStyle, transitionFile } from '../hand-over/transition-file.js';

type Back = DeepReadonly<Return>;

/** Of the day of the loss, with a count where that is taken: a site may be lost twice a day, and its first way back keeps its file. */
export const freeReturnId = ({ transitions }: Pick<Estate, 'transitions'>, { site, at }: Pick<Loss, 'site' | 'at'>): string => freeId(`return-${site}-${at.slice(0, 10)}`, (id) => Object.hasOwn(transitions, id));

/** The file of a way back that begins. */
export const newReturn = (id: string, site: string, back: Return, opened: string): string =>
  transitionFile({ id, transition: 'return', from: [`site/${site}`], to: [], state: 'open', opened, return: back }, { vi: 'ndc dr return làm từng bước, xen giữa là ndc up; hai người ký sau bước verify.', en: 'ndc dr return takes the steps, with ndc up between them; two people sign it after verify.' });

/** The same file with one more step. */
export function withReturnStep(text: string, step: ReturnStep, value: NonNullable<Return[ReturnStep]>): string {
  const document = parseDocument(text);
  document.setIn(['return', step], document.createNode(value));
  return document.toString(fileStyle);
}

/** A transition's file with its state done. */
export function done(text: string): string {
  const document = parseDocument(text);
  document.set('state', 'done');
  return document.toString(fileStyle);
}

/** The way back of a declaration that is open. */
export const returnOf = (transitions: Readonly<Record<string, DeepReadonly<Transition>>>, declaration: string): DeepReadonly<Transition> | undefined =>
  Object.values(transitions).find((one) => one.transition === 'return' && one.state === 'open' && one.return?.declaration === declaration);

/**
 * Environments that come back by a backup of the survivor: neither their databases stream nor their volumes are mirrored, so
 * nothing is demoted by a token; the survivor stops, and what it had is restored.
 */
export function returningByBackup(estate: Estate, recorded: Intent, returning: readonly EnvironmentIntent[]): readonly { readonly namespace: string; readonly from: string }[] {
  const protections = new Map(deriveProtection(estate, recorded).environments.map((one) => [one.environment.namespace, one]));
  return returning.flatMap((environment) => {
    const { pair, databases = [] } = protections.get(environment.namespace) ?? {};
    return pair !== undefined || databases.some(({ replicates }) => replicates) ? [] : [{ namespace: environment.namespace, from: holderOf(estate, environment) }];
  });
}

/** The steps in order, those taken with their instant and what they recorded. */
export function returnRows(back: Back | undefined): readonly { readonly step: ReturnStep; readonly at?: string; readonly said?: Text }[] {
  return returnSteps.map((step) => {
    const at = back?.[step]?.at;
    const said = back === undefined ? undefined : saidOf(step, back);
    return { step, ...(at === undefined ? {} : { at }), ...(said === undefined ? {} : { said }) };
  });
}

function saidOf(step: ReturnStep, { fence, reclone, verify, token }: Back): Text | undefined {
  switch (step) {
    case 'fence':
      return fence === undefined ? undefined : { vi: `${fence.evidence} (${fence.by})`, en: `${fence.evidence} (${fence.by})` };
    case 'reclone': {
      if (reclone === undefined) return undefined;
      const rows = reclone.diverged;
      return rows === undefined
        ? { vi: `${reclone.how}, không có dòng lệch (${reclone.by})`, en: `${reclone.how}, nothing diverged (${reclone.by})` }
        : { vi: `${reclone.how}, giữ ${rows.rows} dòng lệch: ${rows.location}, ${rows.digest} (${reclone.by})`, en: `${reclone.how}, ${rows.rows} diverged rows kept: ${rows.location}, ${rows.digest} (${reclone.by})` };
    }
    case 'verify':
      return verify === undefined ? undefined : { vi: `${verify.equal ? 'mã băm bằng nhau' : 'mã băm KHÁC nhau'}: ${verify.location}, ${verify.digest} (${verify.by})`, en: `${verify.equal ? 'hashes equal' : 'hashes DIFFER'}: ${verify.location}, ${verify.digest} (${verify.by})` };
    case 'token':
      return token === undefined ? undefined : { vi: `${token.tokens.length} mã thăng cấp`, en: `${token.tokens.length} promotion tokens` };
    case 'demote':
    case 'promote':
      return undefined;
  }
}

/** What comes next, as a command to paste; between steps the plans follow. */
export function nextReturn(site: string, transition: string, back: Back | undefined, { signed, closed, byBackup }: { readonly signed: boolean; readonly closed: boolean; readonly byBackup: number }): Text {
  if (closed) return { vi: 'Xong. Chạy ndc up: kế hoạch phải trống, trừ những gì việc kết thúc đổi.', en: 'Done. Run ndc up: the plans are empty but for what the end itself changes.' };
  const command = (more: string): string => `ndc dr return ${site} ${more} --write`;
  const next = returnSteps.find((step) => back?.[step] === undefined);
  switch (next) {
    case 'fence':
      return { vi: `Bước đầu: ${command('fence --by <người> --evidence <bằng chứng>')}`, en: `First: ${command('fence --by <who> --evidence <proof>')}` };
    case 'reclone':
      return { vi: `Chạy ndc up: ${site} đứng làm bản sao, không phục vụ ai. Dựng lại bản sao, liệt kê dòng lệch, rồi: ${command('reclone --by <người> --how re-clone --nothing-diverged')} (hoặc --diverged <nơi> --digest sha256:<…> --rows <số>)`, en: `Run ndc up: ${site} stands as a copy and serves nobody. Clone again, list what diverged, then: ${command('reclone --by <who> --how re-clone --nothing-diverged')} (or --diverged <place> --digest sha256:<…> --rows <number>)` };
    case 'verify':
      return { vi: `So mã băm hai bên, rồi: ${command('verify --by <người> --report <nơi> --digest sha256:<…> --equal')}`, en: `Compare hashes of both, then: ${command('verify --by <who> --report <place> --digest sha256:<…> --equal')}` };
    case 'demote':
      return signed ? { vi: `Tiếp theo: ${command('demote')}`, en: `Next: ${command('demote')}` } : { vi: `Hai người ký: ndc approve ${transition} --key <tệp> --write; rồi ${command('demote')}`, en: `Two people sign: ndc approve ${transition} --key <file> --write; then ${command('demote')}` };
    case 'token':
      return byBackup === 0
        ? { vi: `Chạy ndc up: nơi đang chạy ngừng ghi. Rồi lấy mã: ${command('token --connection <tên>')}`, en: `Run ndc up: the survivor stops writing. Then fetch its tokens: ${command('token --connection <name>')}` }
        : { vi: `Chạy ndc up: nơi đang chạy ngừng ghi. Dừng ${byBackup} môi trường trở về bằng bản sao lưu và sao lưu chúng lần cuối (không có mã nào cho chúng). Rồi lấy mã của phần còn lại: ${command('token --connection <tên>')}`, en: `Run ndc up: the survivor stops writing. Stop the ${byBackup} environments that come back by backup and back them up once more (no token exists for them). Then fetch the tokens of the others: ${command('token --connection <name>')}` };
    case 'promote':
      return byBackup === 0
        ? { vi: `Tiếp theo: ${command('promote')}`, en: `Next: ${command('promote')}` }
        : { vi: `Xóa ở ${site} các Cluster cũ của ${byBackup} môi trường trở về bằng bản sao lưu, để chúng được dựng mới. Rồi: ${command('promote')} (bước này từ chối và nêu lệnh xóa cho từng Cluster còn cũ)`, en: `Delete at ${site} the old Clusters of the ${byBackup} environments that come back by backup, so that they are made anew. Then: ${command('promote')} (which refuses, with the command for each Cluster that is still old)` };
    case undefined:
      return byBackup === 0
        ? { vi: `Chạy ndc up: ${site} ghi trở lại. Rồi: ${command('close')}`, en: `Run ndc up: ${site} writes again. Then: ${command('close')}` }
        : { vi: `Chạy ndc up: ${site} ghi trở lại. Phục hồi ${byBackup} môi trường từ bản sao lưu cuối trước khi mở cho người dùng. Rồi: ${command('close')}`, en: `Run ndc up: ${site} writes again. Restore ${byBackup} environments from their last backup before anybody is let in. Then: ${command('close')}` };
  }
}
