import { existing, standing } from './cross.js';
import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import { addressChangesOf, changesAddresses, handOverOf, handsOver, type HandOver } from './hand-over.js';
import type { Transition } from './kinds/ledger.js';
import type { Organisation } from './kinds/organisations.js';
import type { TenancyRequest } from './kinds/tenancy-request.js';
import type { Text } from './text.js';
import { declared, type TypedFiles } from './typed-files.js';
import type { YamlFile } from './yaml-file.js';

const unclear = diagnosticKind<{ transition: string; what: Text }>({
  code: 'NDC-E025',
  message: {
    vi: ({ transition, what }) => `thủ tục chuyển đổi "${transition}" chưa rõ ai giao gì cho ai: ${what.vi}.`,
    en: ({ transition, what }) => `the transition "${transition}" does not say who gives what to whom: ${what.en}.`,
  },
  explanation: {
    vi: 'Hợp nhất (merge), đổi tên (rename), tách (split) và chuyển giao (transfer) nêu đúng một cơ quan giao (from: organisation/…), đúng một cơ quan nhận (to: organisation/…) và các hệ thống được giao (from: system/…). Sau khi hợp nhất, chỉ danh sách này cho biết hệ thống nào của cơ quan cũ. Đổi địa chỉ trong một stack thì from và to nêu từng cặp <stack>/<địa chỉ> cùng loại.',
    en: 'merge, rename, split and transfer name exactly one organisation that gives (from: organisation/…), exactly one that takes over (to: organisation/…), and the systems that change hands (from: system/…). After a merger only that list tells whose systems they were. For another address within a stack, from and to name pairs of <stack>/<address> of one type.',
  },
});

const notMoved = diagnosticKind<{ transition: string; system: string; owner: string; to: string }>({
  code: 'NDC-E026',
  message: {
    vi: ({ transition, system, owner, to }) => `thủ tục "${transition}" đang mở giao hệ thống "${system}" cho ${to}, nhưng hệ thống đang nằm trong phiếu của ${owner}. Hãy chuyển mục đó sang tenants/${to}.yaml, hoặc để state: draft.`,
    en: ({ transition, system, owner, to }) => `the open transition "${transition}" gives the system "${system}" to ${to}, but it stands in the request of ${owner}. Move its entry to tenants/${to}.yaml, or set state: draft.`,
  },
  explanation: {
    vi: 'Thủ tục đang mở nghĩa là phiếu đã đổi: hệ thống phải nằm trong phiếu của cơ quan nhận.',
    en: 'An open transition means that the requests have changed: the system stands in the request of whoever takes it over.',
  },
});

const entangled = diagnosticKind<{ transition: string; other: string; what: Text }>({
  code: 'NDC-E027',
  message: {
    vi: ({ transition, other, what }) => `hai thủ tục "${transition}" và "${other}" cùng mở: ${what.vi}. Hãy hoàn tất "${other}" (state: done) trước.`,
    en: ({ transition, other, what }) => `the transitions "${transition}" and "${other}" are open at once: ${what.en}. Finish "${other}" first (state: done).`,
  },
  explanation: {
    vi: 'Trong lúc chuyển, stack giao thôi quản lý trước rồi stack nhận mới nhập. Một cơ quan vừa giao vừa nhận thì không có thứ tự nào đúng cho cả hai, và một hệ thống chỉ đi một nơi.',
    en: 'While a transition is open, the giving stack lets go before the receiving one imports. An organisation that gives and takes at once has no order that is right for both, and a system goes to one place.',
  },
});

interface Placed {
  readonly value: Transition;
  readonly file: YamlFile;
}

/** What transitions that hand over say and is not so. What is done or abandoned is history, and may name what is gone. */
export function handOverProblems(files: TypedFiles): Diagnostic[] {
  const pending = files.of<Transition>('Transition').filter(({ value }) => handsOver(value) && (value.state === 'draft' || value.state === 'open'));
  return [...pending.flatMap(vagueness), ...pending.flatMap((placed) => dangling(files, placed)), ...pending.flatMap((placed) => left(files, placed)), ...entanglements(pending)];
}

function vagueness({ value, file }: Placed): Diagnostic[] {
  const report = (vi: string, en: string): Diagnostic[] => [diagnose(unclear, standing({ file, path: ['from'] }), { transition: shown(value.id), what: { vi, en } })];
  if (changesAddresses(value)) {
    const whole = value.from.length === value.to.length && addressChangesOf(value).length === value.from.length;
    return whole ? [] : report('from và to phải nêu từng cặp <stack>/<địa chỉ> trong cùng stack và cùng loại', 'from and to must name pairs of <stack>/<address> in one stack and of one type');
  }
  const given = handOverOf(value);
  if (given === undefined) return report('from và to phải nêu mỗi bên đúng một organisation/<id>', 'from and to must each name exactly one organisation/<id>');
  if (given.from === given.to) return report('from và to là cùng một cơ quan', 'from and to are one organisation');
  return given.systems.length > 0 ? [] : report('from phải nêu các hệ thống được giao, ví dụ system/ho-so', 'from must name the systems that change hands, such as system/ho-so');
}

const requestsOf = (files: TypedFiles) => files.of<TenancyRequest>('TenancyRequest').map(({ value }) => value);

function dangling(files: TypedFiles, { value, file }: Placed): Diagnostic[] {
  if (changesAddresses(value)) return [];
  const organisations = files.items<Organisation>('Organisations', 'organisations').map(({ item }) => `organisation/${item.id}`);
  const systems = requestsOf(files).flatMap((request) => request.systems.map(({ id }) => `system/${id}`));
  const names = (key: 'from' | 'to', prefix: string) => value[key].flatMap((name, index) => (name.startsWith(prefix) ? [declared(file, [key, index], name)] : []));
  return [
    ...existing({ vi: 'cơ quan', en: 'organisation' }, [...names('from', 'organisation/'), ...names('to', 'organisation/')], organisations),
    ...existing({ vi: 'hệ thống', en: 'system' }, [...names('from', 'system/'), ...names('to', 'system/')], systems),
  ];
}

function left(files: TypedFiles, { value, file }: Placed): Diagnostic[] {
  const given = handOverOf(value);
  if (given === undefined || value.state !== 'open') return [];
  return given.systems.flatMap((system) => {
    const owner = requestsOf(files).find(({ systems }) => systems.some(({ id }) => id === system))?.organisation;
    if (owner === undefined || owner === given.to) return [];
    return [diagnose(notMoved, standing({ file, path: ['from', value.from.indexOf(`system/${system}`)] }), { transition: shown(value.id), system: shown(system), owner: shown(owner), to: shown(given.to) })];
  });
}

function entanglements(pending: readonly Placed[]): Diagnostic[] {
  const open = pending.flatMap((placed) => {
    const given = handOverOf(placed.value);
    return given === undefined || placed.value.state !== 'open' ? [] : [{ ...placed, given }];
  });
  return open.flatMap(({ value, file, given }, index) =>
    open.slice(0, index).flatMap(({ given: other }) => {
      const what = entanglement(given, other);
      return what === undefined ? [] : [diagnose(entangled, standing({ file, path: ['from'] }), { transition: shown(value.id), other: shown(other.transition), what })];
    }),
  );
}

function entanglement(one: HandOver, other: HandOver): Text | undefined {
  const both = one.systems.find((system) => other.systems.includes(system));
  if (both !== undefined) return { vi: `cùng nêu hệ thống ${both}`, en: `both name the system ${both}` };
  const chained = one.from === other.to ? one.from : one.to === other.from ? one.to : undefined;
  return chained === undefined ? undefined : { vi: `${chained} vừa giao vừa nhận`, en: `${chained} gives in one and takes in the other` };
}
