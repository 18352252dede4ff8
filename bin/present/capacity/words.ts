import { resourceFigure, resourceName } from '../../../policies/derived/resource-names.js';
import type { Level } from '../../../sites/capacity/headroom.js';
import type { PromiseLevel } from '../../../sites/capacity/promises-kept.js';
import type { Protection } from '../../../sites/model/kinds/protection.js';
import type { Text } from '../../../sites/model/text.js';
import { figure, safe, type View } from '../view.js';
import { megabits } from './links-words.js';

/** A level of loss, for a column and for a sentence. */
export const levelNames: Readonly<Record<PromiseLevel, Text>> = {
  nothing: { vi: 'không mất gì', en: 'nothing' },
  node: { vi: 'máy chủ', en: 'node' },
  rack: { vi: 'tủ', en: 'rack' },
  feed: { vi: 'nguồn điện', en: 'feed' },
  hall: { vi: 'phòng máy', en: 'hall' },
  site: { vi: 'trung tâm', en: 'site' },
  'site-and-node': { vi: 'trung tâm + máy', en: 'site + node' },
  natural: { vi: 'thiên tai', en: 'natural hazard' },
  disaster: { vi: 'thảm họa', en: 'disaster' },
  war: { vi: 'chiến tranh', en: 'war' },
  link: { vi: 'đường truyền', en: 'link' },
};

/** The same for a narrow column. */
export const columnNames: Readonly<Record<Level, Text>> = {
  ...levelNames,
  nothing: { vi: 'còn', en: 'left' },
  feed: { vi: 'điện', en: 'feed' },
  hall: { vi: 'phòng', en: 'hall' },
  'site-and-node': { vi: '+1 máy', en: '+node' },
};

export const tierNames: Readonly<Record<Protection, Text>> = {
  platinum: { vi: 'bạch kim', en: 'platinum' },
  gold: { vi: 'vàng', en: 'gold' },
  silver: { vi: 'bạc', en: 'silver' },
  bronze: { vi: 'đồng', en: 'bronze' },
};

/** A resource for a narrow column: `cpu`, `memory`, `block`. */
export const shortResource = (resource: string, view: View): string =>
  resource.startsWith('storage/') ? safe(resource.slice('storage/'.length).replace(/^ndc-/, '')) : resource === 'memory' ? (view.lang === 'vi' ? 'RAM' : 'memory') : resource === 'cpu' ? 'CPU' : resource === 'gpu' ? 'GPU' : resource;

const link = 'link/';

export const longResource = (resource: string, view: View): string =>
  resource.startsWith(link) ? `${view.lang === 'vi' ? 'đường' : 'link'} ${safe(resource.slice(link.length))}` : safe(resourceName(resource)[view.lang]);

export const amountText = (resource: string, amount: bigint, view: View): string => (resource.startsWith(link) ? `${megabits(view, amount)} Mbit/s` : grouped(resourceFigure(resource, amount)[view.lang], view));

/** Thousands as everywhere on the page: `1,002 TiB`, in Vietnamese `1.002 TiB`; less than nothing with a minus, no hyphen. */
const grouped = (text: string, view: View): string => text.replace(/^-?\d{4,}/, (digits) => figure(view, BigInt(digits))).replace(/^-/, '−');

/** Nodes kept apart, for a reader: state secrets, or one organisation or system. */
export function compartmentText(compartment: string, view: View): string {
  const [kind = '', of] = compartment.split('/');
  if (kind === 'secret') return view.lang === 'vi' ? 'bí mật nhà nước' : 'state secrets';
  if (kind === 'dedicated' && of !== undefined) return view.lang === 'vi' ? `riêng cho ${safe(of)}` : `dedicated to ${safe(of)}`;
  return safe(compartment);
}

/** `61.5/76.5 TiB`: both in one unit, which is said once. */
export function ratioText(resource: string, part: bigint, whole: bigint, view: View): string {
  const bytes = resource === 'memory' || resource.startsWith('storage/');
  if (bytes && (part >= tebi || whole >= tebi)) return `${inTebi(part, view)}/${inTebi(whole, view)} TiB`;
  const [a, b] = [amountText(resource, part, view), amountText(resource, whole, view)];
  const unit = / \D+$/.exec(b)?.[0];
  return `${unit !== undefined && a.endsWith(unit) ? a.slice(0, -unit.length) : a}/${b}`;
}

const tebi = 1n << 40n;

/** Rounded down to a tenth below a hundred, to whole ones above. */
function inTebi(bytes: bigint, view: View): string {
  const tenths = (bytes * 10n) / tebi;
  return (Number(tenths) / 10).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: tenths >= 1000n ? 0 : 1 });
}

/** A text that fits a column: what is left out of its middle is dotted. */
export function clipped(text: string, width: number): string {
  const letters = [...text];
  if (letters.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (width - 1 - head)).join('')}`;
}

/** `40 GPUs`, `12 cores of CPU`, `1.5 TiB of memory`. */
export function lacking(resource: string, amount: bigint, view: View): string {
  const [value, name] = [amountText(resource, amount, view), longResource(resource, view)];
  return view.lang === 'vi' || resource === 'gpu' || resource === 'pods' ? `${value} ${name}` : `${value} of ${name}`;
}

/**
 * Percent of a whole, away from zero below it and towards zero above, so that neither a deficit nor its lack is
 * rounded away. Of nothing there is no share.
 */
export function percentLeft(left: bigint, whole: bigint): string {
  if (whole === 0n) return left < 0n ? '−∞' : '–';
  const hundred = left * 100n;
  const share = left < 0n ? -((-hundred + whole - 1n) / whole) : hundred / whole;
  return `${share < 0n ? '−' : ''}${share < 0n ? -share : share} %`;
}

/** `a, b, c and 4 more`. */
export function names(all: readonly string[], view: View, most = 4): string {
  const shown = all.slice(0, most).map(safe).join(', ');
  const more = all.length - most;
  return more <= 0 ? shown : view.lang === 'vi' ? `${shown} và ${figure(view, more)} mục khác` : `${shown} and ${figure(view, more)} more`;
}
