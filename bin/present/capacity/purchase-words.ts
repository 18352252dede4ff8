import type { EquipmentKind } from '../../../sites/model/kinds/planning/purchase.js';
import type { Text } from '../../../sites/model/text.js';
import type { Order } from '../../../sites/purchase/orders.js';
import type { PurchaseConflict, PurchaseData } from '../../purchase-data.js';
import { date, figure, safe, say, type View } from '../view.js';
import { compartmentText, longResource } from './words.js';

export const kindNames: Readonly<Record<EquipmentKind, Text>> = {
  general: { vi: 'máy chủ thường', en: 'general node' },
  gpu: { vi: 'máy chủ GPU', en: 'GPU node' },
  storage: { vi: 'máy lưu trữ', en: 'storage node' },
  secret: { vi: 'máy chủ cho bí mật nhà nước', en: 'node for state secrets' },
  rack: { vi: 'tủ', en: 'rack' },
};

/** Billions of VND to a tenth: `44.3`, in Vietnamese `44,3`. Of what a tenth would hide two digits are given, `0.037`: nothing but nothing is `0.0`. */
export const billions = (vnd: bigint, view: View): string =>
  isSmall(vnd) && vnd !== 0n
    ? (Number(vnd) / 1e9).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumSignificantDigits: 2 })
    : (Number(vnd / 10_000_000n) / 100).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Less than what is rounded to a tenth of a billion. */
const isSmall = (vnd: bigint): boolean => (vnd < 0n ? -vnd : vnd) < 50_000_000n;

/** An amount with its unit: small ones in VND, which nobody reads in billions. */
export const money = (vnd: bigint, view: View): string => (isSmall(vnd) && vnd !== 0n ? `${figure(view, vnd)} ${view.lang === 'vi' ? 'đồng' : 'VND'}` : `${billions(vnd, view)} ${view.lang === 'vi' ? 'tỷ đồng' : 'billion VND'}`);

export const percent = (share: number, view: View): string => `${(share * 100).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 2 })} %`;

/** What an event of a need is called: the worst rack, or a site lost with a node of each other one in maintenance. */
export function eventText(lost: readonly string[], view: View): string {
  const vi = view.lang === 'vi';
  if (lost.length === 0) return vi ? 'mất một tủ' : 'a rack lost';
  const sites = lost.map(safe).join(' + ');
  return vi ? `mất ${sites}` : `${sites} lost`;
}

/** `memory`, `disks`, `racks that hold copies`. */
export function needName(resource: string, compartment: string, view: View): string {
  const vi = view.lang === 'vi';
  const name = resource.startsWith('disks/') ? (vi ? 'đĩa lưu trữ' : 'disks') : resource.startsWith('domains/') ? (vi ? 'số tủ để rải bản sao' : 'racks to spread copies over') : longResource(resource, view);
  return compartment === 'open' ? name : `${name} (${compartmentText(compartment, view)})`;
}

export function whyText({ why }: Pick<Order, 'why'>, view: View): string {
  if (why === undefined) return view.lang === 'vi' ? 'cho các máy đặt trong đó' : 'for what stands in it';
  return `${needName(why.resource, why.compartment, view)}, ${eventText(why.lost, view)}`;
}

export const nameOf = ({ names }: Pick<PurchaseData, 'names'>, organisation: string, view: View): string => {
  const name = names.find((one) => one.organisation === organisation)?.name;
  return safe(name === undefined ? organisation : say(view, name));
};

/** `three tenants`, or their names where they are few. */
export function organisationsText(data: Pick<PurchaseData, 'names'>, organisations: readonly string[], view: View, most = 3): string {
  const shown = organisations.slice(0, most).map((one) => nameOf(data, one, view));
  const rest = organisations.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? (view.lang === 'vi' ? ` và ${figure(view, rest)} cơ quan nữa` : ` and ${figure(view, rest)} more`) : ''}`;
}

export function limitText(limit: PurchaseConflict['limits'][number], data: PurchaseData, view: View): string {
  const vi = view.lang === 'vi';
  if (limit.kind === 'budget') {
    const { vnd: cap = 0n, open = 0n, signed = 0n } = data.budgets.find(({ year }) => year === limit.year) ?? {};
    const taken = open + signed === 0n ? '' : vi ? `, trong đó đã đặt hoặc đã tính ${money(open + signed, view)}` : `, of which ${money(open + signed, view)} is ordered or counted on`;
    return vi ? `trần đặt hàng năm ${limit.year}: ${money(cap, view)}${taken}` : `the cap on orders of ${limit.year}: ${money(cap, view)}${taken}`;
  }
  if (limit.kind === 'lead') {
    const name = say(view, kindNames[limit.equipment as EquipmentKind] ?? { vi: limit.equipment, en: limit.equipment });
    return vi ? `thời gian đấu thầu, giao hàng và đưa vào vận hành của ${name}` : `tender, delivery and commissioning times of a ${name}`;
  }
  const place = `${safe(limit.site)}, ${safe(limit.hall)}`;
  switch (limit.kind) {
    case 'racks':
      return vi ? `số tủ của ${place}` : `the racks of ${place}`;
    case 'feed':
      return vi ? `nguồn điện của ${place} khi mất đường mạnh nhất` : `the power feeds of ${place} with the strongest lost`;
    case 'cooling':
      return vi ? `làm mát của ${place} khi hỏng một máy` : `the cooling of ${place} with one unit failed`;
    case 'opening':
      return vi ? `ngày mở của ${place}` : `the day on which ${place} opens`;
  }
}

/** Needs of one kind at one site are one line: from the earliest quarter on. */
export function needLines(needs: PurchaseConflict['needs'], view: View): string[] {
  const groups = new Map<string, PurchaseConflict['needs'][number]>();
  for (const need of needs) {
    const key = [need.site, need.compartment, need.resource, ...need.lost].join(' ');
    const known = groups.get(key);
    if (known === undefined || need.quarter < known.quarter) groups.set(key, need);
  }
  return [...groups.values()].map(({ site, compartment, resource, quarter, lost }) => {
    const [name, event] = [needName(resource, compartment, view), eventText(lost, view)];
    return view.lang === 'vi' ? `${name} ở ${safe(site)} từ ${quarter}, khi ${event}` : `${name} at ${safe(site)} from ${quarter}, with ${event}`;
  });
}

/** What is lost of a network, beside whole sites: `the path coast of ndc-01–ndc-02`. */
export function lostText(domain: string, view: View): string {
  const vi = view.lang === 'vi';
  const [kind = '', id = '', part = ''] = domain.split('/');
  switch (kind) {
    case 'link':
      return vi ? `đường truyền ${linkName(id)}` : `the link ${linkName(id)}`;
    case 'path':
      return vi ? `tuyến ${safe(part)} của ${linkName(id)}` : `the path ${safe(part)} of ${linkName(id)}`;
    case 'conduit':
      return vi ? `ống cáp ${safe(id)}` : `the conduit ${safe(id)}`;
    default:
      return safe(id);
  }
}

const linkName = (id: string): string => safe(id.replace('--', '–'));

const lostTail = (lost: readonly string[], view: View): string => {
  const names = lost.map((domain) => lostText(domain, view)).join(' + ');
  return lost.length === 0 ? '' : view.lang === 'vi' ? `, khi mất ${names}` : `, with ${names} lost`;
};

/** What links are too slow for: `replication, link ndc-01–ndc-02 (from ndc-01 to ndc-02), from 2028-Q3, with the path coast of ndc-01–ndc-02 lost`. */
export const linkLines = (links: PurchaseConflict['links'], view: View): string[] =>
  links.map(({ link, from, to, what, quarter, lost }) => {
    const vi = view.lang === 'vi';
    const name = what === 'replication' ? (vi ? 'sao chép dữ liệu kịp RPO' : 'replication') : vi ? 'chuyển bản sao lưu trong ngày' : 'backups copied within the day';
    return `${name}, ${vi ? `đường truyền ${linkName(link)} (từ ${safe(from)} đến ${safe(to)}), từ ${quarter}` : `link ${linkName(link)} (from ${safe(from)} to ${safe(to)}), from ${quarter}`}${lostTail(lost, view)}`;
  });

/** Sites between which a loss leaves no way. */
export const cutOffLines = (cutOff: NonNullable<PurchaseData['plan']>['cutOff'], view: View): string[] =>
  cutOff.map(({ from, to, lost, environments, first, until }) =>
    view.lang === 'vi'
      ? `từ ${safe(from)} đến ${safe(to)}${lostTail(lost, view)}: ${figure(view, environments)} môi trường, ${first === until ? first : `${first} đến ${until}`}`
      : `from ${safe(from)} to ${safe(to)}${lostTail(lost, view)}: ${figure(view, environments)} environment${environments === 1 ? '' : 's'}, ${first === until ? first : `${first} to ${until}`}`,
  );

export const dayText = (day: string, view: View): string => date(view, day);
