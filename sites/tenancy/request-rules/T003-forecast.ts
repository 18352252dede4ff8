import { resolveQuota } from '../../intent/quota.js';
import { asDeadline, asStart, readDay } from '../../model/calendar.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import { printBytes, printCpu, type Bytes } from '../../model/units.js';
import type { Text } from '../../model/text.js';
import { environmentsIn, type EnvironmentEntry } from '../entries.js';
import { found, type GivenRequest, type RequestFinding, type RequestRule } from '../finding.js';

const kind = diagnosticKind<{ namespace: string; problem: Text }>({
  code: 'NDC-T003',
  message: {
    vi: ({ namespace, problem }) => `dự báo của ${namespace}: ${problem.vi}`,
    en: ({ namespace, problem }) => `forecast of ${namespace}: ${problem.en}`,
  },
  explanation: {
    vi: 'Dự báo nói từ ngày nào môi trường cần bao nhiêu. Các dòng xếp theo ngày tăng dần, mỗi ngày một dòng, ngày chưa qua. Dòng nhỏ hơn hạn mức không có tác dụng: hạn mức đã duyệt vẫn được giữ chỗ; muốn giảm thì giảm chính hạn mức.',
    en: 'A forecast says from which day the environment needs how much. Entries stand in order of date, one for each date, none of a date gone by. An entry smaller than the quota has no effect: the approved quota stays reserved; to give back, lower the quota itself.',
  },
});

type Entry = NonNullable<EnvironmentEntry['environment']['forecast']>[number];

const line = ({ at, cpu, memory, storage }: Entry): string => `- {at: ${at}, cpu: ${printCpu(cpu)}, memory: ${printBytes(memory)}, storage: ${printBytes(storage)}}`;

export const forecastInOrder: RequestRule = { check: (given) => environmentsIn(given.request).flatMap((entry) => judge(given, entry)) };

function judge({ estate }: GivenRequest, { environment, system, namespace, at }: EnvironmentEntry): RequestFinding[] {
  const { forecast = [] } = environment;
  const quota = resolveQuota(estate, environment.quota, system);
  const stored = Object.values(quota.storage).reduce((sum, size) => sum + size, 0n) as Bytes;
  const seen = new Set<string>();
  const findings: RequestFinding[] = [];
  const add = (index: number, key: keyof Entry, vi: string, en: string, paste?: string): unknown => findings.push(found(estate, kind, 'notice', at('forecast', index, key), { namespace, problem: { vi, en } }, paste));
  forecast.forEach((entry, index) => {
    const starts = asStart(entry.at);
    const before = forecast[index - 1];
    if (seen.has(starts)) add(index, 'at', `hai dòng cùng bắt đầu ngày ${readDay(starts)}; chỉ dòng sau được tính. Hãy giữ một dòng.`, `two entries begin on ${starts}; only the later one counts. Keep one of them.`);
    else if (before !== undefined && starts < asStart(before.at)) {
      const sorted = [...forecast].sort((a, b) => (asStart(a.at) < asStart(b.at) ? -1 : asStart(a.at) > asStart(b.at) ? 1 : 0));
      add(index, 'at', `${readDay(entry.at)} đứng sau ${readDay(before.at)}. Hãy xếp các dòng theo ngày tăng dần.`, `${entry.at} stands after ${before.at}. Put the entries in order of date.`, ['forecast:', ...sorted.map((one) => `  ${line(one)}`)].join('\n'));
    }
    seen.add(starts);
    if (asDeadline(entry.at) < estate.scenario.asOf) add(index, 'at', `${readDay(entry.at)} đã qua (hôm nay ${readDay(estate.scenario.asOf)}). Hãy bỏ dòng này, hoặc tăng hạn mức nếu đã cần từ khi đó.`, `${entry.at} has gone by (today is ${estate.scenario.asOf}). Remove the entry, or raise the quota if so much is needed already.`);
    const smaller = [
      ...(entry.cpu < quota.cpu ? [['cpu', printCpu(entry.cpu), printCpu(quota.cpu)] as const] : []),
      ...(entry.memory < quota.memory ? [['memory', printBytes(entry.memory), printBytes(quota.memory)] as const] : []),
      ...(entry.storage < stored ? [['storage', printBytes(entry.storage), printBytes(stored)] as const] : []),
    ];
    const [first] = smaller;
    if (first === undefined) return;
    const raised: Entry = { at: entry.at, cpu: entry.cpu < quota.cpu ? quota.cpu : entry.cpu, memory: entry.memory < quota.memory ? quota.memory : entry.memory, storage: entry.storage < stored ? stored : entry.storage };
    add(
      index,
      first[0],
      `dòng ${entry.at} nhỏ hơn hạn mức (${smaller.map(([what, is, of]) => `${what} ${is} < ${of}`).join('; ')}) nên không có tác dụng. Hãy ghi ít nhất bằng hạn mức, hoặc giảm hạn mức.`,
      `the entry ${entry.at} is smaller than the quota (${smaller.map(([what, is, of]) => `${what} ${is} < ${of}`).join('; ')}), so it has no effect. Write at least the quota, or lower the quota.`,
      line(raised),
    );
  });
  return findings;
}
