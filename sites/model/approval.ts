import type { Day } from './calendar.js';
import { canonical, digestOf, type DeepReadonly, type Estate } from './estate.js';
import type { Transition } from './kinds/ledger.js';
import { declaredAgain, mayPromote, unprovenFences } from './fencing.js';
import { isTenants } from './offboarding.js';
import type { Text } from './text.js';

/** Two people's approval. */
export const approvalsNeeded = 2;

/**
 * What an approval of a transition is over: the estate it is of, and everything the transition says but its approvals
 * and what becomes of it afterwards. Whoever changes a word of it, or its id, begins again.
 */
export function approvalDigest({ settings }: Pick<Estate, 'settings'>, transition: DeepReadonly<Transition>): string {
  const { approvals: _approvals, state: _state, released: _released, tombstone: _tombstone, apiVersion: _version, kind: _kind, provenance: _provenance, ...said } = transition;
  return digestOf(canonical({ purpose: 'ndc.gov.vn/approval/v1', estate: settings.id, said: said.return === undefined ? said : { ...said, return: signedPart(said.return) } }));
}

/** Of a way back, what stands when it is signed: the steps after it follow from it, and are no news to who signed. */
function signedPart({ demote: _demote, token: _token, promote: _promote, ...signed }: NonNullable<DeepReadonly<Transition>['return']>): unknown {
  return signed;
}

/** The bytes that are signed: nothing in them can be moved to another transition, another text of it, or another day. */
export const approvalStatement = (transition: string, digest: string, on: Day): string => `ndc.gov.vn/approval/v1\ntransition: ${transition}\ndigest: ${digest}\non: ${on}\n`;

/** A signature that was checked and holds. */
export interface GivenApproval {
  readonly by: string;
  readonly on: Day;
  /** Fingerprint of the key, as OpenSSH writes it. */
  readonly key: string;
}

/** One that counts for nothing, and why. */
export interface RefusedApproval {
  readonly by: string;
  readonly on: Day;
  readonly because: Text;
}

/** The approvals of one transition after they were checked. */
export interface CheckedApprovals {
  readonly given: readonly GivenApproval[];
  readonly refused: readonly RefusedApproval[];
}

/** Checked approvals by transition, on a day: later than today none counts, whatever day is supposed. */
export interface ApprovalsOnDay {
  readonly on: Day;
  readonly transitions: Readonly<Record<string, CheckedApprovals>>;
}

/** Signatures by different people: one name with two keys is one person, and so is one key under two names. */
export function peopleOf(given: readonly GivenApproval[]): readonly GivenApproval[] {
  const people: { readonly first: GivenApproval; readonly names: Set<string>; readonly keys: Set<string> }[] = [];
  for (const one of given) {
    const known = people.filter(({ names, keys }) => names.has(one.by) || keys.has(one.key));
    const [first, ...same] = known;
    if (first === undefined) people.push({ first: one, names: new Set([one.by]), keys: new Set([one.key]) });
    else {
      // One signature may show that two who counted apart are one.
      for (const { names, keys } of [...same, { names: [one.by], keys: [one.key] }]) {
        names.forEach((name) => first.names.add(name));
        keys.forEach((key) => first.keys.add(key));
      }
      for (const other of same) people.splice(people.indexOf(other), 1);
    }
  }
  return people.map(({ first }) => first);
}

/** Transitions that two people sign. */
const signed: readonly Transition['transition'][] = ['offboard', 'declare', 'return', 'release'];

/** Why a transition cannot be approved as it stands; undefined where it can. */
export function notApprovable({ transition, state, from, offboarding, declaration, return: back, release }: DeepReadonly<Transition>): Text | undefined {
  if (!signed.includes(transition))
    return { vi: 'chỉ tuyên bố mất trung tâm (declare), đường về (return), lệnh cho phép tại chỗ (release) và thủ tục ngừng sử dụng (offboard) cần chữ ký; thủ tục khác không xóa gì', en: 'only declarations, returns, releases and offboardings are approved by signatures; other transitions destroy nothing' };
  if (state !== 'open') return { vi: `thủ tục đang ở trạng thái ${state}; chỉ thủ tục đang mở (open) được phê duyệt`, en: `its state is ${state}; only an open one is approved` };
  if (transition === 'declare') return declaration === undefined ? { vi: 'thiếu khối declaration', en: 'the block declaration is missing' } : unfenced(from[0]?.replace(/^site\//, '') ?? '', declaration);
  if (transition === 'return') return unverified(back);
  if (transition === 'release') return release === undefined ? { vi: 'thiếu khối release', en: 'the block release is missing' } : undefined;
  if (from.length === 0) return { vi: 'thủ tục không nêu đối tượng nào (from)', en: 'it names nothing (from)' };
  if (!from.some(isTenants)) return undefined;
  if (offboarding?.retention !== undefined) return undefined;
  const missing = offboarding?.export === undefined ? (offboarding === undefined ? 'cordon, export, retain' : 'export, retain') : 'retain';
  return { vi: `còn thiếu bước ${missing}: hai người phê duyệt dựa trên bản xuất và ngày giữ cuối cùng`, en: `the steps ${missing} are missing: who approves looks at the export and at the last day everything is kept` };
}

/** Fence first, promote second: what nobody has proven or attested has to be accepted in so many words before anyone signs. */
function unfenced(site: string, declaration: NonNullable<DeepReadonly<Transition>['declaration']>): Text | undefined {
  if (mayPromote(declaration)) return undefined;
  const names = unprovenFences(declaration).join(', ');
  const again = declaredAgain(site);
  return { vi: `chưa chứng minh được cách ly: ${names}. Hãy ${again.vi}`, en: `fencing is unproven: ${names}. To mend it ${again.en}` };
}

/** Who signs a way back looks at the comparison of the copies. */
function unverified(back: DeepReadonly<Transition>['return']): Text | undefined {
  if (back?.verify === undefined) return { vi: 'chưa qua bước verify: hai người ký dựa trên kết quả so mã băm', en: 'the step verify is missing: who approves looks at the compared hashes' };
  return back.verify.equal ? undefined : { vi: 'mã băm hai bên khác nhau: không ai được ký việc chuyển về một bản sao sai', en: 'the hashes differ: nobody signs a return to a copy that is wrong' };
}
