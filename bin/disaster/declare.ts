import { afterDeclaration, type Declared } from '../../sites/intent/after-declaration.js';
import { recordedIntent } from '../../sites/intent/derive.js';
import { fenceLine, caseWords } from '../../sites/model/disaster-words.js';
import { shown } from '../../sites/model/diagnostic.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { mayPromote } from '../../sites/model/fencing.js';
import { fences, type Declaration } from '../../sites/model/kinds/disaster.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import { lostSiteOf } from '../../sites/model/losses.js';
import { splitBrainWindow, windowWords } from '../../sites/model/split-brain.js';
import { printBytes } from '../../sites/model/units.js';
import type { DrDeclareData } from '../dr-declare-data.js';
import { codesOf, conceal } from '../../sites/tenancy/conceal.js';
import { CheckFailure, InputFailure } from '../failure.js';
import { freeId } from '../hand-over/free-id.js';
import { transitionFile } from '../hand-over/transition-file.js';
import { groupsOf, type Foretold } from './groups.js';

/**
 * Refuses a second declaration of a site, and one beside another that is not in force yet: what follows from both nobody has
 * seen. One that nobody has signed is only what somebody wrote: declaring again writes it anew, since nothing else could
 * mend it.
 *
 * @returns the unsigned declaration of this very site that is replaced, where there is one.
 * @throws InputFailure NDC-X325
 */
export function requireUndeclared({ transitions, losses = [] }: Pick<Estate, 'transitions' | 'losses'>, site: string): DeepReadonly<Transition> | undefined {
  const all = Object.values(transitions);
  const open = all.find((one) => one.transition === 'declare' && (one.state === 'open' || one.state === 'draft') && lostSiteOf(one) === site);
  const inForce = losses.some(({ declaration }) => declaration === open?.id);
  if (open !== undefined && (inForce || open.approvals.length > 0)) {
    throw new InputFailure(
      'NDC-X325',
      inForce
        ? { vi: `${site} đã có tuyên bố ${open.id}, đang có hiệu lực. Xem việc trở lại tới đâu: ndc dr return ${site}.`, en: `${site} has the declaration ${open.id}, which is in force. How far its return is: ndc dr return ${site}.` }
        : { vi: `${site} đã có tuyên bố ${open.id}, có chữ ký nhưng chưa đủ hai người. Ký tiếp: ndc approve ${open.id} --key <tệp> --write; hoặc ghi state: abandoned trong tệp của nó rồi tuyên bố lại.`, en: `${site} has the declaration ${open.id}, signed and not yet by two people. Sign it as well: ndc approve ${open.id} --key <file> --write; or write state: abandoned into its file and declare again.` },
    );
  }
  const pending = all.find((one) => one.transition === 'declare' && one.state === 'open' && one !== open && !losses.some(({ declaration }) => declaration === one.id));
  if (pending !== undefined) throw new InputFailure('NDC-X325', { vi: `tuyên bố ${pending.id} đang mở mà chưa đủ hai chữ ký. Hãy ký nó trước: ndc approve ${pending.id} --key <tệp> --write; hoặc ghi state: abandoned trong tệp của nó.`, en: `the declaration ${pending.id} is open and lacks two signatures. Sign it first: ndc approve ${pending.id} --key <file> --write; or write state: abandoned into its file.` });
  return open;
}

export const freeDeclarationId = ({ transitions }: Pick<Estate, 'transitions'>, site: string, at: string): string => freeId(`declare-${site}-${at.slice(0, 10)}`, (id) => Object.hasOwn(transitions, id));

/**
 * What follows from a declaration, where no data are lost for good or whoever declares says of each environment that they are.
 *
 * @throws CheckFailure NDC-X326 naming the data that would be gone; InputFailure NDC-X327 for an environment that is not among them.
 */
export function consequencesOf(estate: Estate, site: string, { at, accepts = [], restores = [] }: Pick<Declaration, 'at' | 'accepts' | 'restores'>): Declared {
  const declared = afterDeclaration(estate, recordedIntent(estate), site, { at, restores });
  const gone = declared.gone.map(({ environment }) => environment.namespace);
  const stray = accepts.find((namespace) => !gone.includes(namespace));
  if (stray !== undefined) throw new InputFailure('NDC-X327', conceal({ vi: `--accept-loss nêu "${shown(stray)}", nhưng dữ liệu của nó không mất theo ${site}.`, en: `--accept-loss names "${shown(stray)}", and its data do not go with ${site}.` }, codesOf(estate)));
  const left = declared.gone.filter(({ environment }) => !accepts.includes(environment.namespace));
  if (left.length > 0) {
    const lines = left.slice(0, 12).map((one) => ({ namespace: one.environment.namespace, data: dataOf(one) }));
    const more = left.length > 12 ? ` … (${left.length})` : '';
    const said = {
      vi: `mất ${site} thì không còn bản sao nào của: ${lines.map(({ namespace, data }) => `${namespace} (${data.vi})`).join('; ')}${more}. Dữ liệu đó mất hẳn. Nếu chấp nhận, nêu từng môi trường: --accept-loss ${left[0]?.environment.namespace ?? ''}. Chưa ghi gì.`,
      en: `with ${site} no copy is left of: ${lines.map(({ namespace, data }) => `${namespace} (${data.en})`).join('; ')}${more}. Those data are gone for good. To accept that, name each environment: --accept-loss ${left[0]?.environment.namespace ?? ''}. Nothing was written.`,
    };
    throw new CheckFailure('NDC-X326', conceal(said, codesOf(estate)));
  }
  return declared;
}

/** The data of an environment in words: what is stored, and its databases. */
function dataOf({ environment, databases }: Declared['gone'][number]): { readonly vi: string; readonly en: string } {
  // How much it is, and what its databases are called, is told of no secret system anywhere.
  if (environment.system.secrecy !== 'none') return { vi: 'dữ liệu bí mật nhà nước', en: 'data that are state secrets' };
  const stored = Object.entries(environment.quota.storage).filter(([, size]) => size > 0n).map(([name, size]) => `${name} ${printBytes(size)}`);
  const named = databases.map(({ database }) => database.id);
  const join = (word: string): string => [...stored, ...(named.length === 0 ? [] : [`${word} ${named.join(', ')}`])].join(', ');
  return { vi: join('cơ sở dữ liệu'), en: join('databases') };
}

/** The transition's file. */
export function declarationText(id: string, site: string, declaration: Declaration, { state, opened }: { readonly state: 'draft' | 'open'; readonly opened: string }): string {
  return transitionFile(
    { id, transition: 'declare', from: [`site/${site}`], to: [], state, opened, declaration },
    { vi: 'Hai người ký bằng ndc approve. Từ đó kế hoạch chỉ tính các trung tâm còn lại; đường về là ndc dr return.', en: 'Two people sign it with ndc approve. From then on plans are of the survivors alone; the way back is ndc dr return.' },
  );
}

/** What is told of a declaration: each fence, the window, who is promoted, who is restored, who stops. */
export function declaredData(estate: Estate, site: string, declaration: Declaration, declared: Declared, foretold: Foretold): Pick<DrDeclareData, 'site' | 'name' | 'at' | 'case' | 'caseSaid' | 'reason' | 'fences' | 'window' | 'signable' | 'moves' | 'restored' | 'hindered' | 'stopped' | 'gone'> {
  const window = splitBrainWindow(declaration, estate.recovery.dns.ttlSeconds);
  return {
    site,
    name: estate.sites[site]?.name ?? { vi: site, en: site },
    at: declaration.at,
    case: declaration.case,
    caseSaid: caseWords[declaration.case],
    reason: declaration.reason,
    fences: fences.map((fence) => {
      const { state = 'unproven', by, at, evidence } = declaration.fences.find((one) => one.fence === fence) ?? {};
      return { fence, state, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }), ...(evidence === undefined ? {} : { evidence }), said: fenceLine(declaration, fence) };
    }),
    window: { ...window, said: windowWords(window) },
    signable: mayPromote(declaration),
    ...groupsOf(estate, site, declared, foretold),
    gone: declared.gone.map((one) => ({ namespace: one.environment.namespace, organisation: one.environment.organisation, data: dataOf(one) })),
  };
}
