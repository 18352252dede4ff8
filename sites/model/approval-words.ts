import { readDay } from './calendar.js';
import { declarationWords, releaseWords, returnWords } from './disaster-words.js';
import type { DeepReadonly } from './estate.js';
import type { Transition } from './kinds/ledger.js';
import { isTenants } from './offboarding.js';
import type { Text } from './text.js';
import { printBytes, printCpu } from './units.js';

/** What an approval of a transition permits, in sentences: what is destroyed, where, from when, and what is left of it. Ids are plain; the rest is hostile until escaped. */
export function approvalWords({ from, offboarding, declaration, return: back, release }: DeepReadonly<Transition>): readonly Text[] {
  if (declaration !== undefined) return declarationWords(from.join(', '), declaration);
  if (back !== undefined) return returnWords(from.join(', '), back);
  if (release !== undefined) return releaseWords(from.join(', '), release);
  if (offboarding === undefined) {
    const names = from.join(', ');
    return [
      { vi: `Cho phép gỡ bỏ ${names}, cùng mọi dữ liệu ở đó.`, en: `Permits destroying ${names}, with all data there.` },
      ...(from.some(isTenants) ? [] : [{ vi: 'Không có bước xuất dữ liệu hay thời gian lưu giữ nào trước đó.', en: 'There is no export and no retention before it.' }]),
    ];
  }
  const { organisation, cordon, export: exported, retention } = offboarding;
  return [
    { vi: `Cho phép xóa vĩnh viễn các môi trường sau của ${organisation}, cùng mọi dữ liệu ở đó:`, en: `Permits destroying these environments of ${organisation} for good, with all data there:` },
    ...cordon.limits.map(({ namespace, site, cpu, memory, storage, pods }) => {
      const stored = Object.entries(storage).map(([name, size]) => `${name} ${printBytes(size)}`).join(', ');
      const use = `${printCpu(cpu)} CPU, ${printBytes(memory)}, ${pods} pod${stored === '' ? '' : `, ${stored}`}`;
      return { vi: `  ${namespace} ở ${site} (khi khóa: ${use})`, en: `  ${namespace} at ${site} (when cordoned: ${use})` };
    }),
    ...(exported === undefined
      ? []
      : [{ vi: `Bản xuất dữ liệu: ${exported.location}, ${exported.digest}, do ${exported.confirmedBy} xác nhận ngày ${readDay(exported.on)}.`, en: `The exported data: ${exported.location}, ${exported.digest}, confirmed by ${exported.confirmedBy} on ${exported.on}.` }]),
    ...(retention === undefined ? [] : [{ vi: `Mọi thứ được giữ đến hết ngày ${readDay(retention.until)}; chỉ xóa sau ngày đó.`, en: `Everything is kept until the end of ${retention.until}, and destroyed only after it.` }]),
  ];
}
