import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { pairsOf } from '../../derived/pairs.js';
import { objectDifferences, platformObjects } from '../../derived/platform-objects.js';
import { withinOneMinor } from '../../derived/version.js';
import { absentFinding, finding, incompleteFinding, type Finding } from '../../engine/columns.js';
import { redundancyColumns } from '../../engine/live.js';
import type { Rule } from '../../engine/rule.js';
import { lookupOf, type Column } from '../../planset/lookup.js';
import { isUnknown, type ReadPlanSet, type ReadStack } from '../../planset/read-model.js';

/** Chart to the versions of its releases, rising: what a site runs. A chart may be released more than once, as standbys of other sites' secret stores are. */
type Releases = ReadonlyMap<string, readonly string[]>;

const declared = (estate: Estate, site: DeepReadonly<Site>): Releases =>
  new Map(Object.values(estate.components).map(({ id, chart, version }) => [chart, [site.components?.find((own) => own.id === id)?.version ?? version]]));

const platformStacks = (planset: ReadPlanSet, site: string): readonly ReadStack[] => lookupOf(planset).stacks(site).filter(({ kind }) => kind === 'platform');

/** Releases of a site's platform, and what cannot be known of them. */
function released(stacks: readonly ReadStack[], column: Column): { readonly releases: Releases; readonly unknown: readonly string[] } {
  const releases = new Map<string, readonly string[]>();
  const unknown: string[] = [];
  for (const { release, address } of stacks.flatMap(({ resources }) => resources)) {
    const found = release?.[column];
    if (found === undefined) continue;
    const { chart, version } = found;
    if (typeof chart === 'string' && typeof version === 'string') releases.set(chart, [...(releases.get(chart) ?? []), version].sort());
    else unknown.push(`${address}: ${isUnknown(chart) ? chart.because : isUnknown(version) ? version.because : 'no version is pinned'}`);
  }
  return { releases, unknown };
}

function differences(a: string, b: string, left: Releases, right: Releases): readonly Text[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((chart): Text[] => {
    const [one, other] = [left.get(chart), right.get(chart)];
    if (one === undefined || other === undefined) {
      const [has, lacks] = one === undefined ? [b, a] : [a, b];
      return [{ vi: `${chart} có ở ${has} mà không có ở ${lacks}`, en: `${chart} runs in ${has} and not in ${lacks}` }];
    }
    if (one.length !== other.length) return [{ vi: `${chart} có ${one.length} bản cài đặt ở ${a}, ${other.length} ở ${b}`, en: `${chart} is released ${one.length}× in ${a}, ${other.length}× in ${b}` }];
    const apart = one.some((here) => other.some((there) => withinOneMinor(here, there) !== true));
    const named = (versions: readonly string[]): string => [...new Set(versions)].join(', ');
    return apart ? [{ vi: `${chart} ${named(one)} ở ${a}, ${named(other)} ở ${b}`, en: `${chart} ${named(one)} in ${a}, ${named(other)} in ${b}` }] : [];
  });
}

/** Where what is planned for a site is not what is declared for it; what is recorded may still be another version, but must be there. */
function departures(estate: Estate, site: DeepReadonly<Site>, releases: Releases, column: Column): readonly Text[] {
  return [...declared(estate, site)].flatMap(([chart, [version = '']]) => {
    const found = releases.get(chart);
    if (found !== undefined && (column === 'before' || found.every((one) => one === version))) return [];
    const held = found === undefined ? undefined : [...new Set(found)].join(', ');
    return [{ vi: `${site.id} khai báo ${chart} ${version}, kế hoạch có ${held ?? 'không có'}`, en: `${site.id} declares ${chart} ${version}, the plan holds ${held ?? 'none'}` }];
  });
}

export const red006: Rule = {
  id: 'RED-006',
  version: 3,
  title: { vi: 'Các trung tâm chạy cùng thành phần nền tảng, phiên bản lệch không quá một bậc', en: 'The sites run the same platform components, at most one minor version apart' },
  explanation: {
    vi: 'Hệ thống chỉ chuyển sang nơi dự phòng được khi nền tảng ở đó giống nơi chạy chính. Ngoài các chart, hai nơi phải có cùng namespace, lớp lưu trữ mà cả hai khai báo, lớp ưu tiên, chính sách tiếp nhận (admission), ngân sách gián đoạn và ConfigMap của nền tảng. Khi nâng cấp lần lượt từng trung tâm, phiên bản được lệch một bậc phụ (minor).',
    en: 'A system can only move to its standby when the platform there is the same. Beside the charts, both hold the same namespaces, storage classes that both declare, priority classes, admission policies, disruption budgets and ConfigMaps of the platform. While an upgrade rolls from site to site, versions may be one minor apart.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: {
    statement: { vi: 'Lệch tối đa một bậc phụ, như Kubernetes cho phép giữa các API server.', en: 'At most one minor apart, as Kubernetes permits between API servers.' },
    link: 'https://kubernetes.io/releases/version-skew-policy/',
  },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-object', 'other-version', 'known-to-unknown'],
  check: ({ estate, planset }) => {
    const sites = operatingSites(estate);
    return pairsOf(sites).map(([a, b]) => {
      const evidence: Evidence[] = [a, b].map((site) => ({
        what: { vi: `Phiên bản Kubernetes của ${site.id}`, en: `Kubernetes version of ${site.id}` },
        found: site.cluster.kubernetesVersion,
        pointer: `/sites/${site.id}/cluster/kubernetesVersion`,
        document: 'estate',
      }));
      const asDeclared = differences(a.id, b.id, new Map([...declared(estate, a), ['Kubernetes', [a.cluster.kubernetesVersion]]]), new Map([...declared(estate, b), ['Kubernetes', [b.cluster.kubernetesVersion]]]));
      const verdict = (problems: readonly Text[]): Finding =>
        problems.length > 0
          ? finding('fail', { vi: `${a.id} và ${b.id}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${a.id} and ${b.id}: ${problems.map(({ en }) => en).join('; ')}.` }, { evidence })
          : finding('pass', { vi: `${a.id} và ${b.id} chạy cùng thành phần, phiên bản lệch không quá một bậc.`, en: `${a.id} and ${b.id} run the same components, at most one minor apart.` }, { evidence });
      const subject = { object: `relation/${a.id}--${b.id}` };
      if (planset === undefined) return { subject, ...verdict(asDeclared), recorded: 'unknown' as const };
      const [left, right] = [platformStacks(planset, a.id), platformStacks(planset, b.id)];
      const stacks = [...left, ...right];
      return {
        subject,
        ...redundancyColumns(planset, stacks, (column): Finding => {
          const own = column === 'after' ? asDeclared : [];
          const absent = absentFinding(stacks);
          const missing = [...(left.length === 0 ? [a.id] : []), ...(right.length === 0 ? [b.id] : [])];
          const [one, other] = [released(left, column), released(right, column)];
          const [here, there] = [platformObjects(left, column), platformObjects(right, column)];
          const unknown = [...one.unknown, ...other.unknown, ...here.unknown, ...there.unknown];
          const readable = absent === undefined && missing.length === 0 && unknown.length === 0;
          const planned = !readable ? [] : [...differences(a.id, b.id, one.releases, other.releases), ...objectDifferences(a, b, here, there), ...departures(estate, a, one.releases, column), ...departures(estate, b, other.releases, column)];
          if (own.length > 0) return verdict([...own, ...planned]);
          if (planned.length > 0) return incompleteFinding(stacks, { vi: `${a.id} và ${b.id} có vẻ khác nhau`, en: `${a.id} and ${b.id} seem to differ` }) ?? verdict(planned);
          if (absent !== undefined) return { ...absent, evidence };
          if (missing.length > 0) return finding('unknown', { vi: `Chưa đủ căn cứ: không đọc được nền tảng của ${missing.join(', ')}.`, en: `This cannot be known: the platform of ${missing.join(', ')} was not read.` }, { evidence });
          if (unknown.length > 0) return finding('unknown', { vi: `Chưa biết phiên bản hoặc tên: ${unknown.join('; ')}.`, en: `Versions or names are not known: ${unknown.join('; ')}.` }, { evidence });
          return verdict([]);
        }),
      };
    });
  },
  remedy: { vi: 'Nâng cấp trung tâm chậm hơn trước khi đi tiếp; khai báo phiên bản riêng của trung tâm trong mục `components`.', en: 'Upgrade the site that lags before going on; declare a site\'s own versions under `components`.' },
};
