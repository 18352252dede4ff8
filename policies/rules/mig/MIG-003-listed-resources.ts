import { asStart, day, type Day } from '../../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Organisation } from '../../../sites/model/kinds/organisations.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { waveNames } from '../../../sites/model/wave-names.js';
import { allowanceOf } from '../../derived/allowance.js';
import { facilityOf, systemsOf, waveOf, type PlacedSystem } from '../../derived/migration.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Who carries a body on a day: itself, or those that succeed it. */
function carriersOf({ organisations }: Estate, { id, dissolvedOn }: DeepReadonly<Organisation>, asOf: Day): readonly string[] {
  if (dissolvedOn === undefined || asStart(dissolvedOn) > asOf) return [id];
  return Object.values(organisations).flatMap(({ id: other, succeeds = [] }) => (succeeds.some((one) => one.id === id && asStart(one.on) <= asOf) ? [other] : []));
}

/** A body C III names in a wave has listed at least one system of that wave. */
function listed(estate: Estate, body: DeepReadonly<Organisation>, systems: ReadonlyMap<string, readonly PlacedSystem[]>, asOf: Day): readonly Judgement[] {
  return (body.waves ?? []).map(({ wave }, index): Judgement => {
    const carriers = carriersOf(estate, body, asOf);
    const registered = carriers.filter((id) => Object.hasOwn(estate.requests, id));
    // A successor lists what came from the body by its origin; a body that goes on lists whatever it carries now.
    const own = carriers.flatMap((id) => systems.get(id) ?? []).filter((placed) => (carriers.includes(body.id) || placed.system.origin === body.id) && waveOf(estate, placed) === wave);
    const name = waveNames[wave];
    const evidence: Evidence[] = [{ what: { vi: `Đợt của ${body.name.vi}`, en: `Wave of ${body.name.en}` }, found: wave, pointer: pointer('organisations', body.id, 'waves', index, 'wave'), document: 'estate' }, ...own.map(({ system, at }): Evidence => ({ what: { vi: 'Hệ thống đã liệt kê', en: 'System listed' }, found: system.id, pointer: at, document: 'estate' }))];
    const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `wave/${wave}/${body.id}`, ...(carriers[0] === undefined ? {} : { organisation: carriers[0] }) }, status, evidence, finding: { vi: `${body.name.vi}, đợt ${name.vi}: ${vi}.`, en: `${body.name.en}, wave ${name.en}: ${en}.` } });
    // That a body has not asked yet endangers nothing of those that have: said, and no reason to hold their changes back.
    if (registered.length === 0) return { ...row('fail', `chưa có phiếu đăng ký nào (${carriers.join(', ') || 'chưa khai báo cơ quan kế thừa'})`, `no request lists its systems (${carriers.join(', ') || 'no successor is declared'})`), severity: 'warning' };
    if (own.length === 0) return row('unknown', `phiếu đăng ký của ${registered.join(', ')} không nêu hệ thống nào của đợt này; cơ quan cần bổ sung`, `the request of ${registered.join(', ')} names no system of this wave; the organisation is to add them`);
    return row('pass', `đã liệt kê ${own.length} hệ thống`, `${own.length} systems are listed`);
  });
}

/** Environments that ask for no CPU or no memory list nothing. */
function withoutResources(estate: Estate, { system }: PlacedSystem): readonly string[] {
  return system.environments.filter(({ quota }) => {
    const { cpu, memory } = allowanceOf(estate, quota);
    return cpu === 0n || memory === 0n;
  }).map(({ name }) => name);
}

function judge(estate: Estate, placed: PlacedSystem): Judgement {
  const { system, organisation, at } = placed;
  const wave = waveOf(estate, placed);
  const mode = system.migration?.mode;
  const moves = wave === 'relocation' || wave === 'cloud' || (wave === 'database-owner' && facilityOf(estate, placed) !== 'tier-iii');
  const empty = withoutResources(estate, placed);
  const evidence: Evidence[] = [
    { what: { vi: 'Hình thức', en: 'Mode' }, found: mode ?? '–', pointer: `${at}/migration/mode`, document: 'estate' },
    { what: { vi: 'Số môi trường', en: 'Environments' }, found: String(system.environments.length), pointer: `${at}/environments`, document: 'estate' },
  ];
  const problems: Text[] = [
    ...(empty.length > 0 ? [{ vi: `môi trường ${empty.join(', ')} không nêu bộ xử lý hay bộ nhớ`, en: `its environments ${empty.join(', ')} list no CPU or no memory` }] : []),
    ...(wave === 'relocation' && mode === 'new' ? [{ vi: 'đợt di chuyển mà ghi triển khai mới', en: 'it relocates and is marked as newly deployed' }] : []),
  ];
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `system/${system.id}`, organisation }, status, evidence, finding: { vi: `${system.id}: ${vi}.`, en: `${system.id}: ${en}.` } });
  if (problems.length > 0) return row('fail', problems.map(({ vi }) => vi).join('; '), problems.map(({ en }) => en).join('; '));
  if (moves && mode === undefined) return row('unknown', 'phiếu đăng ký không nêu di chuyển hay triển khai mới; cần `migration.mode`', 'the request does not say whether it is moved or newly deployed; `migration.mode` is to be given');
  return row('pass', `nêu đủ tài nguyên của ${system.environments.length} môi trường${mode === undefined ? '' : mode === 'move' ? ', di chuyển' : ', triển khai mới'}`, `resources of ${system.environments.length} environments are listed${mode === undefined ? '' : mode === 'move' ? ', moved' : ', newly deployed'}`);
}

export const mig003: Rule = {
  id: 'MIG-003',
  version: 1,
  title: { vi: 'Phiếu đăng ký liệt kê hệ thống với tài nguyên, di chuyển hay triển khai mới', en: 'The request lists its systems with their resources, moved or newly deployed' },
  explanation: {
    vi: 'Mỗi cơ quan mà C III nêu tên (hoặc cơ quan kế thừa) phải có phiếu đăng ký liệt kê ít nhất một hệ thống của đợt đó. Mỗi hệ thống nêu bộ xử lý và bộ nhớ của từng môi trường, và cho biết di chuyển hay triển khai mới; hệ thống của đợt di chuyển không thể là triển khai mới.',
    en: 'Each body C III names (or its successor) has a request that lists at least one system of that wave. Each system lists CPU and memory of each environment, and says whether it is moved or newly deployed; a system that relocates cannot be newly deployed.',
  },
  severity: 'error',
  pack: 'design',
  legal: [
    { document: 'c', clause: 'III.1.a' },
    { document: 'c', clause: 'III.2.a' },
  ],
  effectiveFrom: day('2024-09-04'),
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-field', 'change-figure', 'contradict'],
  check: ({ estate, asOf }) => {
    const systems = systemsOf(estate);
    const byOrganisation = new Map<string, PlacedSystem[]>();
    for (const placed of systems) byOrganisation.set(placed.organisation, [...(byOrganisation.get(placed.organisation) ?? []), placed]);
    return [...Object.values(estate.organisations).flatMap((body) => listed(estate, body, byOrganisation, asOf)), ...systems.map((placed) => judge(estate, placed))];
  },
  remedy: { vi: 'Bổ sung hệ thống, tài nguyên và hình thức (`migration.mode`) vào phiếu đăng ký.', en: 'Add the system, its resources and its mode (`migration.mode`) to the request.' },
};
