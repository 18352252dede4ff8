import { asStart, day, readDay, type Day } from '../../../sites/model/calendar.js';
import { origin, type DeepReadonly, type Estate } from '../../../sites/model/estate.js';
import type { Organisation } from '../../../sites/model/kinds/organisations.js';
import { pointer, type Pointer } from '../../../sites/model/pointer.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import type { Text } from '../../../sites/model/text.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Who carries a body on, with where the catalogue says so. */
interface Successor {
  readonly organisation: string;
  readonly at: Pointer;
}

/** A body is gone from the first day of its dissolution. */
const isDissolved = ({ dissolvedOn }: DeepReadonly<Organisation>, asOf: Day): boolean => dissolvedOn !== undefined && asStart(dissolvedOn) <= asOf;

/** Direct successors of every body on a day. */
function successions({ organisations }: Estate, asOf: Day): ReadonlyMap<string, readonly Successor[]> {
  const found = new Map<string, Successor[]>();
  for (const { id, succeeds = [] } of Object.values(organisations))
    for (const [index, { id: body, on }] of succeeds.entries()) if (asStart(on) <= asOf) found.set(body, [...(found.get(body) ?? []), { organisation: id, at: pointer('organisations', id, 'succeeds', index) }]);
  return found;
}

/** Successions that lead from a body to an organisation, however many reorganisations lie between; undefined where none does. */
function wayTo(from: string, to: string, next: ReadonlyMap<string, readonly Successor[]>, seen: ReadonlySet<string> = new Set()): readonly Pointer[] | undefined {
  if (from === to) return [];
  if (seen.has(from)) return undefined;
  for (const { organisation, at } of next.get(from) ?? []) {
    const rest = wayTo(organisation, to, next, new Set([...seen, from]));
    if (rest !== undefined) return [at, ...rest];
  }
  return undefined;
}

function judge(estate: Estate, organisation: string, system: { readonly id: string; readonly origin?: string | undefined }, asOf: Day, next: ReadonlyMap<string, readonly Successor[]>): Judgement {
  const subject = { object: `system/${system.id}`, organisation };
  const name = (id: string): Text => estate.organisations[id]?.name ?? { vi: id, en: id };
  const own = estate.organisations[organisation];
  const body = system.origin === undefined ? undefined : estate.organisations[system.origin];
  const evidence: Evidence[] = [own, body].flatMap((one): Evidence[] =>
    one === undefined ? [] : [{ what: { vi: `Ngày giải thể của ${one.name.vi}`, en: `Day ${one.name.en} was dissolved` }, found: one.dissolvedOn ?? '–', pointer: pointer('organisations', one.id, 'dissolvedOn'), document: 'estate' }],
  );
  const row = (status: VerdictStatus, finding: Text): Judgement => ({ subject, status, evidence, finding });
  if (own === undefined) return row('unknown', { vi: `Không có cơ quan ${organisation} trong danh mục.`, en: `The catalogue has no organisation ${organisation}.` });
  if (isDissolved(own, asOf)) {
    const heirs = (next.get(organisation) ?? []).map((successor) => name(successor.organisation));
    return row('fail', {
      vi: `${own.name.vi} đã giải thể ngày ${readDay(String(own.dissolvedOn))}; hệ thống phải do ${heirs.map(({ vi }) => vi).join(', ') || 'cơ quan kế thừa (chưa khai báo)'} đăng ký.`,
      en: `${own.name.en} was dissolved on ${String(own.dissolvedOn)}; the system is to be carried by ${heirs.map(({ en }) => en).join(', ') || 'its successor (none is declared)'}.`,
    });
  }
  if (system.origin === undefined || system.origin === organisation) return row('pass', { vi: `${own.name.vi} là cơ quan hiện hành.`, en: `${own.name.en} is a current organisation.` });
  const way = wayTo(system.origin, organisation, next);
  const from = name(system.origin);
  if (way === undefined) return row('fail', { vi: `Hệ thống từ ${from.vi} mà ${own.name.vi} không kế thừa cơ quan đó.`, en: `The system comes from ${from.en}, which ${own.name.en} does not succeed.` });
  const assumed = way.some((at) => origin(estate, `${at}/on`)?.source === 'assumption');
  return row('pass', {
    vi: `${own.name.vi} kế thừa ${from.vi} và mang tiếp hệ thống${assumed ? ' (việc kế thừa là giả định, chưa xác nhận)' : ''}.`,
    en: `${own.name.en} succeeds ${from.en} and carries the system on${assumed ? ' (the succession is an assumption nobody has confirmed)' : ''}.`,
  });
}

export const ten008: Rule = {
  id: 'TEN-008',
  version: 1,
  title: { vi: 'Cơ quan là cơ quan hiện hành, hoặc cơ quan kế thừa mang tiếp hệ thống', en: 'The organisation is current, or its successor carries the system' },
  explanation: {
    vi: 'Danh sách của Chỉ thị 32 nêu những cơ quan nay không còn. Hệ thống của cơ quan đã giải thể phải do cơ quan kế thừa đăng ký, và hệ thống ghi nguồn gốc từ một cơ quan khác chỉ hợp lệ khi cơ quan đăng ký kế thừa cơ quan đó, trực tiếp hay qua nhiều lần sắp xếp.',
    en: 'The lists of Directive 32 name bodies that no longer exist. A dissolved body\'s systems are registered by its successor, and a system that names another body as its origin holds only where the registering organisation succeeds that body, directly or over several reorganisations.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'nq-176-2025', clause: 'whole text' }],
  assumptions: [{ vi: 'Bảo hiểm xã hội Việt Nam về Bộ Tài chính là giả định.', en: 'That Viet Nam Social Security went to the Ministry of Finance is an assumption.' }],
  effectiveFrom: day('2025-03-01'),
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['shift-date', 'drop-field', 'contradict'],
  check: ({ estate, asOf }) => {
    const next = successions(estate, asOf);
    return Object.entries(estate.requests).flatMap(([organisation, { systems }]) => systems.map((system) => judge(estate, organisation, system, asOf, next)));
  },
  remedy: { vi: 'Chuyển phiếu đăng ký sang cơ quan kế thừa, ghi cơ quan cũ vào `origin`; khai báo việc kế thừa trong catalogue/organisations.yaml.', en: 'Move the request to the successor and name the former body under `origin`; declare the succession in catalogue/organisations.yaml.' },
};
