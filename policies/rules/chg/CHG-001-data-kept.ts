import type { Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence, Subject } from '../../../sites/model/verdict.js';
import type { ApprovalsOnDay } from '../../../sites/model/approval.js';
import { approvalGaps } from '../../derived/approval-gaps.js';
import { approvalOf, dataLosses, unchecked, type DataLoss } from '../../derived/data-losses.js';
import { listed } from '../../derived/figures.js';
import { expectedStacksOf } from '../../derived/stacks.js';
import { takenTwice, type TakenTwice } from '../../derived/taken-twice.js';
import { absentFinding, finding, incompleteFinding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import { inScope } from '../../planset/read-planset.js';
import type { ReadPlanSet, ReadStack } from '../../planset/read-model.js';

const verbs: Readonly<Record<DataLoss['action'], Text>> = {
  delete: { vi: 'xóa', en: 'delete' },
  replace: { vi: 'thay thế', en: 'replace' },
  forget: { vi: 'thôi quản lý', en: 'let go of' },
};

/** Namespaces first: a sentence names few objects, and what is in a namespace goes with it. */
const named = (all: readonly DataLoss[]): Text => {
  const ofNamespaces = (namespaces: boolean): readonly DataLoss[] => all.filter(({ resource }) => (resource.before?.kind === 'Namespace') === namespaces);
  const losses = [...ofNamespaces(true), ...ofNamespaces(false)];
  const [vi, en] = [listed(losses.map(({ action, object }) => `${verbs[action].vi} ${object}`)), listed(losses.map(({ action, object }) => `${verbs[action].en} ${object}`))];
  return { vi: vi.vi, en: en.en };
};

const sentences = (all: readonly Text[]): Text => ({ vi: all.map(({ vi }) => ` ${vi}`).join(''), en: all.map(({ en }) => ` ${en}`).join('') });

/** What would be managed from two states. */
function twiceFinding(where: Text, twice: readonly TakenTwice[]): Finding | undefined {
  const [first] = twice;
  if (first === undefined) return undefined;
  const evidence = twice.map(({ resource, object, giver }): Evidence => ({ what: { vi: `Nhập ${object}`, en: `Import of ${object}` }, found: `${resource.address}, ${giver}`, pointer: resource.pointer, document: resource.stack }));
  const objects = listed(twice.filter(({ giver, unseen }) => giver === first.giver && unseen === first.unseen).map(({ object }) => object));
  return first.unseen
    ? finding('unknown', { vi: `${where.vi} sẽ nhập ${objects.vi}, nhưng bộ kế hoạch không cho thấy ${first.giver} đã thôi quản lý. Hãy lập kế hoạch cho cả hai.`, en: `${where.en} would take over ${objects.en}, but the set does not show that ${first.giver} has let go. Plan both together.` }, { evidence })
    : finding('fail', { vi: `${where.vi} sẽ nhập ${objects.vi} trong khi ${first.giver} vẫn quản lý: hai trạng thái cùng giữ một đối tượng.`, en: `${where.en} would take over ${objects.en} while ${first.giver} still manages it: two states would hold one object.` }, { evidence });
}

function judge(estate: Estate, planset: ReadPlanSet, stack: ReadStack, losses: readonly DataLoss[], asOf: Day, approvals: ApprovalsOnDay): Finding {
  const where: Text = { vi: `Phần ${stack.name}`, en: `Stack ${stack.name}` };
  const approved = losses.flatMap((loss) => {
    const approval = approvalOf(estate, loss, asOf, approvals);
    return approval === undefined ? [] : [{ loss, ...approval }];
  });
  const open = losses.filter((loss) => !approved.some((entry) => entry.loss === loss));
  const gaps = sentences(approvalGaps(estate, open, asOf, approvals));
  const evidence: Evidence[] = [
    ...losses.map(({ resource, action, object }): Evidence => ({ what: { vi: `Hành động với ${object}`, en: `Action on ${object}` }, found: `${action} ${resource.address}`, pointer: resource.pointer, document: stack.name })),
    ...approved.map(({ loss, transition, approvers }): Evidence => ({ what: { vi: `Người phê duyệt cho ${loss.object}`, en: `Approved for ${loss.object} by` }, found: approvers.join(', '), pointer: pointer('transitions', transition.id, 'approvals'), document: 'estate' })),
  ];
  const certain = open.filter(({ doubtful }) => !doubtful);
  if (certain.length > 0) {
    const text = named(certain);
    return finding('fail', { vi: `${where.vi} sẽ ${text.vi} mà chưa đủ hai người phê duyệt.${gaps.vi}`, en: `${where.en} would ${text.en} without two people's approval.${gaps.en}` }, { evidence });
  }
  if (open.length > 0) {
    const text = named(open);
    return finding('unknown', { vi: `${where.vi} sẽ ${text.vi}; chưa biết đối tượng đó có chứa dữ liệu không, và chưa đủ hai người phê duyệt.${gaps.vi}`, en: `${where.en} would ${text.en}; whether that holds data cannot be known, and two people have not approved it.${gaps.en}` }, { evidence });
  }
  const twice = takenTwice(planset, stack, estate, asOf);
  const doubled = twiceFinding(where, [...twice.filter(({ unseen }) => !unseen), ...twice.filter(({ unseen }) => unseen)]);
  if (doubled !== undefined) return doubled;
  const partial = incompleteFinding([stack], { vi: `${where.vi} chưa thấy xóa hay thay thế dữ liệu`, en: `${where.en} was not seen to destroy or replace data` });
  if (partial !== undefined) return partial;
  return approved.length > 0
    ? finding('pass', { vi: `${where.vi}: ${approved.length} thay đổi với đối tượng chứa dữ liệu, mỗi thay đổi đã có hai người phê duyệt.`, en: `${where.en}: ${approved.length} changes to what holds data, each approved by two people.` }, { evidence })
    : finding('pass', { vi: `${where.vi} không xóa, thay thế hay thôi quản lý đối tượng chứa dữ liệu nào.`, en: `${where.en} neither deletes, replaces nor lets go of anything that holds data.` }, { evidence });
}

/** Every stack the estate expects, and every other one of the set: what vanished from the data is where data go. */
function rows(estate: Estate, planset: ReadPlanSet, asOf: Day, approvals: ApprovalsOnDay): readonly Judgement[] {
  const expected = expectedStacksOf(estate);
  const known = new Set(expected.map(({ name }) => name));
  const losses = new Map<string, DataLoss[]>();
  for (const loss of dataLosses(planset, estate, asOf)) losses.set(loss.stack, [...(losses.get(loss.stack) ?? []), loss]);
  const read = new Map(planset.stacks.map((stack) => [stack.name, stack]));
  const subjectOf = ({ name, site, organisation }: { readonly name: string; readonly site: string; readonly organisation?: string }): Subject => ({ object: `stack/${name}`, site, ...(organisation === undefined ? {} : { organisation }) });
  return [
    ...expected.map((stack): Judgement => {
      const found = read.get(stack.name);
      const outside = planset.file !== undefined && !inScope(planset.file.scope, stack);
      if (found === undefined && outside) return { subject: subjectOf(stack), ...finding('not-applicable', { vi: `Phần ${stack.name} ngoài phạm vi của bộ kế hoạch.`, en: `Stack ${stack.name} is outside the scope of the set.` }) };
      if (found === undefined) return { subject: subjectOf(stack), ...finding('unknown', { vi: `Phần ${stack.name} không có trong những gì đã đọc, nên chưa biết nó thay đổi gì.`, en: `Stack ${stack.name} was not among what was read, so what it changes cannot be known.` }) };
      return { subject: subjectOf(stack), ...(absentFinding([found]) ?? judge(estate, planset, found, losses.get(stack.name) ?? [], asOf, approvals)) };
    }),
    ...planset.stacks.filter(({ name }) => !known.has(name)).map((stack): Judgement => ({ subject: subjectOf(stack), ...(absentFinding([stack]) ?? judge(estate, planset, stack, losses.get(stack.name) ?? [], asOf, approvals)) })),
  ];
}

export const chg001: Rule = {
  id: 'CHG-001',
  version: 4,
  title: { vi: 'Không xóa, thay thế đối tượng chứa dữ liệu khi chưa có hai người phê duyệt', en: "Nothing that holds data is destroyed or replaced without two people's approval" },
  explanation: {
    vi: 'Một dòng bị xóa nhầm trong dữ liệu làm engine xóa cả namespace; đổi tên làm nó thay thế. Chứa dữ liệu là: mọi namespace, dù mang nhãn gì hay không có nhãn, vì xóa namespace là xóa mọi thứ bên trong (trừ namespace mà danh mục thành phần chỉ cài chart không giữ dữ liệu), ổ đĩa, StatefulSet, cơ sở dữ liệu, vùng lưu trữ Ceph, nơi sao lưu, khóa (Secret), định nghĩa của các loại đó, và bản cài đặt chart mang chúng theo. Xóa, thay thế theo thứ tự nào cũng vậy; thôi quản lý (forget) cũng tính, trừ khi một giai đoạn chuyển đổi đang mở (hợp nhất, đổi tên, tách, chuyển giao) nêu môi trường đó và phần của cơ quan nhận trong cùng bộ kế hoạch nhập đúng đối tượng ấy. Ngược lại, một phần chỉ được nhập đối tượng mà phần của cơ quan cũ trong cùng bộ đã thôi quản lý: không đối tượng nào nằm trong hai trạng thái. Phê duyệt là một giai đoạn chuyển đổi `offboard` đang mở, nêu đúng đối tượng, có chữ ký SSH hợp lệ của hai người (hai khóa khác nhau trong catalogue/signers.yaml) trên cùng nội dung của nó; thứ của cơ quan thì chỉ bị xóa khi đã qua các bước khóa hạn mức, xuất dữ liệu, hết thời gian lưu giữ, và đúng môi trường, đúng trung tâm đã nêu trong nội dung được ký. Lệnh đọc dữ liệu kiểm tra chữ ký; chữ ký chưa kiểm tra không được tính.',
    en: 'A line lost from the data makes the engine delete a whole namespace; a rename makes it replace one. What holds data: every namespace, whatever its labels and with none, as a deleted namespace takes all that is in it along (but for those into which the catalogue installs only charts that keep no data), volumes, StatefulSets, databases, Ceph pools, backup locations, keys (Secrets), the definitions of those kinds, and the chart releases that take them along. Deleting and replacing in either order count; so does letting go, unless an open transition (merge, rename, split, transfer) names the environment and the stack of the new owner in the same set imports the very object. The other way round, a stack may import only what the stack of the old owner in the same set lets go or no longer holds: no object lies in two states. An approval is an open transition `offboard` that names the object, with valid SSH signatures of two people (two different keys of catalogue/signers.yaml) over its text; what a tenant has goes only after cordon, export and the end of retention, and only the environments at the sites that the signed text lists. The command that reads the data checks the signatures; one that was not checked does not count.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [],
  engineering: { statement: { vi: 'Xóa nhầm không lấy lại được; nguyên tắc hai người.', en: 'A mistaken deletion cannot be taken back; the two-person rule.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['delete', 'forget', 'replace', 'rename-key', 'swap-order', 'drop-stack', 'partial-plan'],
  check: ({ estate, planset, asOf, approvals = unchecked }) =>
    planset === undefined || planset.mode === 'offline'
      ? [{ subject: { object: `estate/${estate.settings.id}` }, status: 'not-applicable', evidence: [], finding: { vi: 'Cấu hình đã tổng hợp không cho biết điều gì thay đổi; xét trên bộ kế hoạch.', en: 'Synthesised configuration says nothing of change; judged on plan sets.' } }]
      : rows(estate, planset, asOf, approvals),
  remedy: { vi: 'Khôi phục mục đã biến mất khỏi dữ liệu; nếu chủ ý, mở giai đoạn chuyển đổi `offboard` nêu đối tượng (ndc tenant offboard) và lấy chữ ký của hai người (ndc approve).', en: 'Put the entry that vanished back into the data; where it is meant, open a transition `offboard` that names the object (ndc tenant offboard) and have two people sign it (ndc approve).' },
};
