import { asStart } from '../../model/calendar.js';
import { diagnosticKind, shown } from '../../model/diagnostic.js';
import type { Estate } from '../../model/estate.js';
import { didYouMean, nearest } from '../../model/nearest.js';
import type { Text } from '../../model/text.js';
import { environmentsIn } from '../entries.js';
import { found, type RequestRule } from '../finding.js';

const kind = diagnosticKind<{ host: string; whose: Text; allowed: Text; suggestion: string }>({
  code: 'NDC-T002',
  message: {
    vi: ({ host, whose, allowed, suggestion }) => `tên miền "${host}" ${whose.vi}; ${allowed.vi}.${didYouMean(suggestion).vi}`,
    en: ({ host, whose, allowed, suggestion }) => `the host "${host}" ${whose.en}; ${allowed.en}.${didYouMean(suggestion).en}`,
  },
  explanation: {
    vi: 'Mỗi cơ quan chỉ công bố dịch vụ dưới các đuôi tên miền đã được cấp cho mình trong danh mục cơ quan (hostSuffixes). Nhờ đó không cơ quan nào mạo danh cơ quan khác. Cách sửa: dùng một tên nằm dưới đuôi của cơ quan mình; nếu cần đuôi mới, đề nghị nhóm nền tảng thêm vào danh mục trước, phiếu đăng ký không tự cấp được.',
    en: 'A body publishes only under the host suffixes that the catalogue of organisations grants it (hostSuffixes), so that none can pose as another. To mend it: use a name under one of your own suffixes; if you need a new one, ask the platform team to add it to the catalogue first: a request cannot grant it to itself.',
  },
});

const bare = (host: string): string => host.replace(/^\*\./, '');
const under = (host: string, suffix: string): boolean => host === suffix || host.endsWith(`.${suffix}`);

/** Every suffix that was granted, the most specific first: `api.x.example` under both `x.example` and `example` is the former's. */
const grants = ({ organisations }: Pick<Estate, 'organisations'>): readonly { readonly suffix: string; readonly organisation: string }[] =>
  Object.values(organisations)
    .flatMap(({ id, hostSuffixes = [] }) => hostSuffixes.map((suffix) => ({ suffix: bare(suffix), organisation: id })))
    .sort((a, b) => b.suffix.length - a.suffix.length);

/** The host with its end replaced by the granted suffix it most resembles. */
function meant(host: string, suffixes: readonly string[]): string | undefined {
  for (const suffix of suffixes) {
    const labels = host.split('.');
    const size = suffix.split('.').length;
    if (labels.length <= size) continue;
    const close = nearest(labels.slice(-size).join('.'), [suffix]);
    if (close !== undefined) return [...labels.slice(0, -size), suffix].join('.');
  }
  return undefined;
}

export const ownHosts: RequestRule = {
  check: ({ estate, request }) => {
    const hosted = environmentsIn(request).filter(({ environment }) => (environment.network?.ingressHosts ?? []).length > 0);
    if (hosted.length === 0) return [];
    const all = grants(estate);
    // Whoever carries a body on carries on its names.
    const bodies = [request.organisation, ...(estate.organisations[request.organisation]?.succeeds ?? []).filter(({ on }) => asStart(on) <= estate.scenario.asOf).map(({ id }) => id)];
    const own = bodies.flatMap((id) => estate.organisations[id]?.hostSuffixes ?? []).map(bare);
    const list = own.join(', ');
    const allowed: Text =
      own.length === 0
        ? { vi: 'cơ quan chưa được cấp đuôi tên miền nào, hãy đề nghị nhóm nền tảng cấp trong danh mục cơ quan', en: 'your organisation has been granted no suffix yet, ask the platform team to add one to the catalogue of organisations' }
        : { vi: `cơ quan được dùng tên dưới: ${list}`, en: `your organisation may use names under: ${list}` };
    const ownerOf = (host: string): string | undefined => all.find(({ suffix }) => under(bare(host), suffix))?.organisation;
    return hosted.flatMap(({ environment, at }) => {
      const hosts = environment.network?.ingressHosts ?? [];
      /** The whole list, each wrong host replaced where one is meant. */
      const corrected = (): string => `ingressHosts: [${hosts.map((host) => (bodies.includes(ownerOf(host) ?? '') ? host : (meant(host, own) ?? host))).map((host) => (host.startsWith('*') ? `"${host}"` : host)).join(', ')}]`;
      return hosts.flatMap((host, index) => {
        const owner = ownerOf(host);
        if (owner !== undefined && bodies.includes(owner)) return [];
        const name = owner === undefined ? undefined : estate.organisations[owner]?.name;
        const whose: Text = name === undefined ? { vi: 'không nằm dưới đuôi tên miền nào đã được cấp', en: 'is under no suffix that was granted' } : { vi: `thuộc về ${shown(name.vi)}`, en: `belongs to ${shown(name.en)}` };
        const suggestion = meant(host, own);
        return [found(estate, kind, 'refuse', at('network', 'ingressHosts', index), { host: shown(host), whose, allowed, suggestion: suggestion ?? '' }, suggestion === undefined ? undefined : corrected())];
      });
    });
  },
};
