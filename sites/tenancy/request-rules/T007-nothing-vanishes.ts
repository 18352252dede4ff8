import { diagnosticKind } from '../../model/diagnostic.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { TenancyRequest, TenantSystem } from '../../model/kinds/tenancy-request.js';
import { isTenants, takenFor } from '../../model/offboarding.js';
import { nearest } from '../../model/nearest.js';
import type { Pointer } from '../../model/pointer.js';
import type { Text } from '../../model/text.js';
import { foldVietnamese } from '../../model/vietnamese-hands.js';
import { systemsIn, type SystemEntry } from '../entries.js';
import { found, type RequestFinding, type RequestRule } from '../finding.js';
import { inRequest } from '../own-pointer.js';
import { yamlId } from '../quota-line.js';

const kind = diagnosticKind<{ what: Text; remedy: Text }>({
  code: 'NDC-T007',
  message: {
    vi: ({ what, remedy }) => `${what.vi} có trong phiếu hiện hành nhưng không còn trong phiếu này. ${remedy.vi}`,
    en: ({ what, remedy }) => `${what.en} stands in the request in force and no longer in this one. ${remedy.en}`,
  },
  explanation: {
    vi: 'Xóa một dòng trong phiếu là xóa hệ thống và dữ liệu của nó. Vì vậy một hệ thống, môi trường hoặc cơ sở dữ liệu chỉ được biến mất khi có một thủ tục nêu tên nó: ngừng sử dụng (offboard) đã qua các bước khóa, xuất dữ liệu, lưu giữ và được hai người ký; riêng hệ thống còn có thể được giao cho cơ quan khác (rename, transfer, merge, split). Id không bao giờ đổi: muốn đổi tên hiển thị thì sửa name của hệ thống, giữ nguyên id.',
    en: 'Deleting a line of a request deletes a system and its data. So a system, environment or database vanishes only where a transition names it: an offboarding that was cordoned, exported, kept for its time and signed by two people, or for whole systems an open one that hands them to another organisation (rename, transfer, merge, split). Ids never change: to be called something else, change the system’s name and keep its id.',
  },
});

/**
 * What offboardings take away, and the systems that open transitions hand over: `system/ho-so`. An offboarding of what
 * tenants have takes it away only once it is released: before that, everything is still kept.
 */
function open({ transitions }: Pick<Estate, 'transitions'>): { readonly offboarded: ReadonlySet<string>; readonly handedOver: ReadonlySet<string> } {
  const all = Object.values(transitions);
  return {
    offboarded: new Set(all.flatMap((one) => (one.transition !== 'offboard' ? [] : one.released === undefined ? (one.state === 'open' ? one.from.filter((name) => !isTenants(name)) : []) : [...one.from, ...takenFor(one)]))),
    handedOver: new Set(all.flatMap(({ state, transition, from }) => (state === 'open' && ['rename', 'transfer', 'merge', 'split'].includes(transition) ? from : []))),
  };
}

type Named = { readonly id: string; readonly name?: string };

/** The new entry that an old one has most likely become: of the same name, a near id, or an id that goes on where the old one ends. */
function becameOf(old: Named, fresh: readonly Named[]): string | undefined {
  const sameName = old.name === undefined ? undefined : fresh.find(({ name }) => name !== undefined && foldVietnamese(name) === foldVietnamese(old.name ?? ''));
  const near = nearest(old.id, fresh.map(({ id }) => id));
  return (sameName ?? fresh.find(({ id }) => id === near) ?? fresh.find(({ id }) => id.startsWith(old.id) || old.id.startsWith(id)))?.id;
}

const without = <T>(all: readonly T[], idOf: (entry: T) => string, known: ReadonlySet<string>): readonly T[] => all.filter((entry) => !known.has(idOf(entry)));

interface Vanished {
  readonly noun: Text;
  /** As transitions name it. */
  readonly subject: string;
  readonly old: Named;
  readonly key: 'id' | 'name';
  readonly fresh: readonly Named[];
  /** Of a new entry; of what held the old one, where there is none. */
  readonly at: (id: string | undefined) => Pointer;
}

const nouns = {
  system: { vi: 'hệ thống', en: 'the system' },
  environment: { vi: 'môi trường', en: 'the environment' },
  database: { vi: 'cơ sở dữ liệu', en: 'the database' },
} as const satisfies Record<string, Text>;

export const nothingVanishes: RequestRule = {
  check: ({ estate, request, base }) => {
    if (base === undefined) return [];
    const { offboarded, handedOver } = open(estate);
    if (offboarded.has(`organisation/${request.organisation}`)) return [];
    return [
      ...lostSystems(request, base).filter(({ subject }) => !handedOver.has(subject)),
      // Who takes a system over takes all of it: only an offboarding lets a part of one go.
      ...keptSystems(request, base).flatMap(([entry, before]) => (offboarded.has(`system/${before.id}`) ? [] : lostInside(entry, before))),
    ]
      .filter(({ subject }) => !offboarded.has(subject))
      .map((one) => finding(estate, one));
  },
};

function lostSystems(request: DeepReadonly<TenancyRequest>, base: DeepReadonly<TenancyRequest>): readonly Vanished[] {
  const fresh = without(request.systems, ({ id }) => id, new Set(base.systems.map(({ id }) => id)));
  return without(base.systems, ({ id }) => id, new Set(request.systems.map(({ id }) => id))).map((old) => ({
    noun: nouns.system,
    subject: `system/${old.id}`,
    old,
    key: 'id',
    fresh,
    at: (id) => (id === undefined ? inRequest(request.organisation, 'systems') : inRequest(request.organisation, 'systems', request.systems.findIndex((system) => system.id === id), 'id')),
  }));
}

const keptSystems = (request: DeepReadonly<TenancyRequest>, base: DeepReadonly<TenancyRequest>): readonly (readonly [SystemEntry, DeepReadonly<TenantSystem>])[] =>
  systemsIn(request).flatMap((entry) => {
    const before = base.systems.find(({ id }) => id === entry.system.id);
    return before === undefined ? [] : [[entry, before] as const];
  });

function lostInside({ system, at }: SystemEntry, before: DeepReadonly<TenantSystem>): readonly Vanished[] {
  const databases = { head: system.databases ?? [], base: before.databases ?? [] };
  const names = { head: new Set(system.environments.map(({ name }) => name)), base: new Set(before.environments.map(({ name }) => name)) };
  const ids = { head: new Set(databases.head.map(({ id }) => id)), base: new Set(databases.base.map(({ id }) => id)) };
  return [
    ...without(before.environments, ({ name }) => name, names.head).map(({ name }): Vanished => ({
      noun: nouns.environment,
      subject: `environment/${system.id}-${name}`,
      old: { id: name },
      key: 'name',
      fresh: without(system.environments, (one) => one.name, names.base).map((one) => ({ id: one.name })),
      at: (id) => (id === undefined ? at('id') : at('environments', system.environments.findIndex((one) => one.name === id), 'name')),
    })),
    ...without(databases.base, ({ id }) => id, ids.head).map(({ id: old }): Vanished => ({
      noun: nouns.database,
      subject: `database/${system.id}/${old}`,
      old: { id: old },
      key: 'id',
      fresh: without(databases.head, ({ id }) => id, ids.base).map(({ id }) => ({ id })),
      at: (id) => (id === undefined ? at('id') : at('databases', databases.head.findIndex((one) => one.id === id), 'id')),
    })),
  ];
}

function finding(estate: Estate, { noun, subject, old, key, fresh, at }: Vanished): RequestFinding {
  const became = becameOf(old, fresh);
  const what: Text = { vi: `${noun.vi} "${old.id}"`, en: `${noun.en} "${old.id}"` };
  if (became === undefined)
    return found(estate, kind, 'refuse', at(undefined), {
      what,
      remedy: {
        vi: `Hãy ghi lại mục đó, hoặc đề nghị nhóm nền tảng ${isTenants(subject) ? `ngừng sử dụng theo từng bước: ndc tenant offboard ${subject}` : `mở thủ tục ngừng sử dụng (offboard) cho ${subject}`}.`,
        en: `Put it back, or ask the platform team to ${isTenants(subject) ? `give it up step by step: ndc tenant offboard ${subject}` : `open an offboarding for ${subject}`}.`,
      },
    });
  const paste = `${key}: ${yamlId(old.id)}`;
  return found(
    estate,
    kind,
    'refuse',
    at(became),
    { what, remedy: { vi: `Có vẻ đã đổi thành "${became}"; ${key} không bao giờ đổi. Hãy ghi lại ${paste}.`, en: `It seems to have become "${became}"; its ${key} never changes. Write ${paste} again.` } },
    paste,
  );
}
