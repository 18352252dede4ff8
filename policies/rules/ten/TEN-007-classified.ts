import { origin, type DeepReadonly, type Estate } from '../../../sites/model/estate.js';
import { importances, personalDataClasses, rank, secrecies, sharings } from '../../../sites/model/kinds/classification.js';
import type { TenantSystem } from '../../../sites/model/kinds/tenancy-request.js';
import { pointer, type Pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import type { System } from '../../derived/tier.js';
import type { Judgement, Rule } from '../../engine/rule.js';

type Database = NonNullable<DeepReadonly<TenantSystem>['databases']>[number];
type Classification = Pick<System, 'sharing' | 'importance' | 'secrecy' | 'personalData'>;

const axes: Readonly<Record<keyof Classification, { readonly name: Text; readonly values: readonly string[] }>> = {
  sharing: { name: { vi: 'phạm vi chia sẻ', en: 'sharing' }, values: sharings },
  importance: { name: { vi: 'mức quan trọng', en: 'importance' }, values: importances },
  secrecy: { name: { vi: 'độ mật', en: 'secrecy' }, values: secrecies },
  personalData: { name: { vi: 'dữ liệu cá nhân', en: 'personal data' }, values: personalDataClasses },
};
const axisNames = Object.keys(axes) as (keyof Classification)[];

/** Classes that no open data can have. */
function contradictions({ sharing, importance, secrecy, personalData }: Classification): readonly Text[] {
  if (sharing !== 'open') return [];
  return [
    ...(secrecy === 'none' ? [] : [{ vi: `dữ liệu mở mà có độ mật "${secrecy}"`, en: `open data with secrecy "${secrecy}"` }]),
    ...(importance === 'core' ? [{ vi: 'dữ liệu mở mà là dữ liệu cốt lõi', en: 'open data that is core data' }] : []),
    ...(personalData === 'sensitive' ? [{ vi: 'dữ liệu mở mà có dữ liệu cá nhân nhạy cảm', en: 'open data with sensitive personal data' }] : []),
  ];
}

/** Axes on which a dataset is stricter than the system that holds it: the system takes its strictest component's class. */
function above(system: System, database: Database): readonly Text[] {
  return (['importance', 'secrecy', 'personalData'] as const).flatMap((axis): Text[] => {
    const own = database[axis];
    if (own === undefined || rank<string>(axes[axis].values, own) <= rank<string>(axes[axis].values, system[axis])) return [];
    const { name } = axes[axis];
    return [{ vi: `${name.vi} "${own}" cao hơn của hệ thống ("${system[axis]}")`, en: `its ${name.en} "${own}" is above the system's ("${system[axis]}")` }];
  });
}

function judge(estate: Estate, organisation: string, system: System, at: Pointer, database?: { readonly entry: Database; readonly index: number }): Judgement {
  const subject = { object: `dataset/${system.id}${database === undefined ? '' : `/${database.entry.id}`}`, organisation };
  const placeOf = (axis: keyof Classification): Pointer => (database?.entry[axis] === undefined ? `${at}/${axis}` : `${at}/databases/${database.index}/${axis}`);
  const classes: Classification = { sharing: database?.entry.sharing ?? system.sharing, importance: database?.entry.importance ?? system.importance, secrecy: database?.entry.secrecy ?? system.secrecy, personalData: database?.entry.personalData ?? system.personalData };
  const evidence = axisNames.map((axis): Evidence => ({ what: axes[axis].name, found: classes[axis], pointer: placeOf(axis), document: 'estate' }));
  const problems = [...contradictions(classes), ...(database === undefined ? [] : above(system, database.entry))];
  if (problems.length > 0) return { subject, status: 'fail', evidence, finding: { vi: `${subject.object}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${subject.object}: ${problems.map(({ en }) => en).join('; ')}.` } };
  const assumed = axisNames.filter((axis) => origin(estate, placeOf(axis))?.source === 'assumption');
  const whose: Text = assumed.length === 0 ? { vi: '', en: '' } : { vi: ' (giả định, cơ quan chưa xác nhận)', en: ' (an assumption its organisation has not confirmed)' };
  return { subject, status: 'pass', evidence, finding: { vi: `${subject.object} đã phân loại đủ bốn tiêu chí${whose.vi}.`, en: `${subject.object} is classified on all four axes${whose.en}.` } };
}

export const ten007: Rule = {
  id: 'TEN-007',
  version: 1,
  title: { vi: 'Mọi tập dữ liệu đã được phân loại', en: 'Every dataset is classified' },
  explanation: {
    vi: 'Mỗi hệ thống và mỗi cơ sở dữ liệu có đủ bốn tiêu chí độc lập: phạm vi chia sẻ, mức quan trọng, độ mật, dữ liệu cá nhân. Cơ sở dữ liệu không ghi thì lấy theo hệ thống; ghi cao hơn hệ thống thì không đạt, vì hệ thống lấy mức của thành phần cao nhất. Dữ liệu mở không thể có độ mật, là dữ liệu cốt lõi hay có dữ liệu cá nhân nhạy cảm. Cơ sở dữ liệu quốc gia chưa có phiếu đăng ký thì chưa đủ căn cứ.',
    en: 'Each system and each database has a class on four independent axes: sharing, importance, secrecy, personal data. A database that says nothing takes its system\'s; one above its system fails, since a system takes its strictest component\'s class. Open data can be neither secret nor core nor sensitive personal data. A national database that no request registers cannot be judged.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'IV.2.a' }],
  engineering: { statement: { vi: 'Q IV.2.a yêu cầu phân loại; bốn tiêu chí và các mâu thuẫn giữa chúng là cách đọc của chúng tôi.', en: 'Q IV.2.a asks for classification; the four axes and what contradicts what are our reading.' } },
  assumptions: [{ vi: 'Hệ thống lấy mức của thành phần cao nhất: TCVN 11930:2017 theo nguồn công khai, cần xác nhận.', en: "A system takes its highest component's class: TCVN 11930:2017 by a public source, to be confirmed." }],
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  mutants: ['contradict'],
  check: ({ estate, about }) => {
    const registered = new Set<string>();
    const rows = Object.entries(estate.requests).flatMap(([organisation, { systems }]) =>
      systems.flatMap((system, systemIndex) => {
        registered.add(system.id);
        if (about?.has(organisation) === false) return [];
        const at = pointer('requests', organisation, 'systems', systemIndex);
        return [judge(estate, organisation, system, at), ...(system.databases ?? []).map((entry, index) => judge(estate, organisation, system, at, { entry, index }))];
      }),
    );
    const unregistered = Object.values(estate.nationalSystems).filter(({ id, kind }) => kind === 'database' && !registered.has(id));
    return [
      ...rows,
      ...unregistered.map(
        ({ id, name }): Judgement => ({
          subject: { object: `dataset/${id}` },
          status: 'unknown',
          evidence: [{ what: { vi: 'Danh mục hệ thống quốc gia', en: 'Catalogue of national systems' }, found: id, pointer: pointer('nationalSystems', id), document: 'estate' }],
          finding: { vi: `${name.vi} (${id}) chưa có phiếu đăng ký, nên chưa biết phân loại; cần hỏi cơ quan chủ quản.`, en: `No request registers ${name.en} (${id}), so its classification is not known; its owner is to be asked.` },
        }),
      ),
    ];
  },
  remedy: { vi: 'Sửa phân loại trong phiếu đăng ký; nâng phân loại của hệ thống lên mức của tập dữ liệu cao nhất.', en: "Correct the classification in the request; raise the system's to that of its strictest dataset." },
};
