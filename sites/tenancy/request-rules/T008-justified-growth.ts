import type { Quota } from '../../intent/environment.js';
import { resolveQuota } from '../../intent/quota.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import { printBytes, printCpu, type Bytes, type MilliCpu } from '../../model/units.js';
import { environmentsIn } from '../entries.js';
import { found, type RequestRule } from '../finding.js';

const kind = diagnosticKind<{ namespace: string; grown: string }>({
  code: 'NDC-T008',
  message: {
    vi: ({ namespace, grown }) => `${namespace} tăng hơn 50 % (${grown}) mà phiếu chưa có thuyết minh. Hãy thêm mục justification và điền ba dòng.`,
    en: ({ namespace, grown }) => `${namespace} grows by more than 50 % (${grown}) and the request gives no justification. Add one and fill in its three lines.`,
  },
  explanation: {
    vi: 'Tăng đến 50 % là mức thường. Tăng nhiều hơn thì người phê duyệt cần đọc được lý do: vì sao cần thêm (reason), hiện dùng bao nhiêu (currentUsage), đã làm gì để dùng tiết kiệm (stepsTaken). Ba dòng trong gợi ý để trống có chủ ý: phiếu chỉ hợp lệ khi đã điền.',
    en: 'Growth up to 50 % is common. For more, those who approve need to read why (reason), what is used today (currentUsage) and what was done to use less (stepsTaken). The three lines to paste are empty on purpose: the request is valid once they are filled in.',
  },
});

/** Empty values: a text that is pasted and left as it is would justify nothing. */
const paste = ['justification:', '  reason:  # vì sao cần thêm / why more is needed', '  currentUsage:  # hiện dùng bao nhiêu / what is used today', '  stepsTaken:  # đã làm gì để tiết kiệm / what was done to use less'].join('\n');

/** Whether an amount is more than half as much again; whatever comes where there was nothing is. */
const beyondHalf = (now: bigint, before: bigint): boolean => now * 2n > before * 3n;

function grown(now: Quota, before: Quota): string[] {
  const cpu = (value: bigint): string => printCpu(value as MilliCpu);
  const bytes = (value: bigint): string => printBytes(value as Bytes);
  const amounts: readonly (readonly [string, bigint, bigint, (value: bigint) => string])[] = [
    ['cpu', now.cpu, before.cpu, cpu],
    ['memory', now.memory, before.memory, bytes],
    ...Object.entries(now.storage).map(([name, size]) => [name, size, Object.hasOwn(before.storage, name) ? (before.storage[name] ?? 0n) : 0n, bytes] as const),
  ];
  return amounts.flatMap(([name, is, was, print]) => (beyondHalf(is, was) ? [`${name} ${print(was)} → ${print(is)}`] : []));
}

export const justifiedGrowth: RequestRule = {
  check: ({ estate, request, base }) => {
    if (base === undefined || request.justification !== undefined) return [];
    const before = new Map(environmentsIn(base).map(({ namespace, environment, system }) => [namespace, resolveQuota(estate, environment.quota, system)]));
    return environmentsIn(request).flatMap(({ environment: { quota }, system, namespace, at }) => {
      const was = before.get(namespace);
      const more = was === undefined ? [] : grown(resolveQuota(estate, quota, system), was);
      return more.length === 0 ? [] : [found(estate, kind, 'notice', at('quota', 'size' in quota ? 'size' : 'cpu'), { namespace, grown: more.join('; ') }, paste)];
    });
  },
};
