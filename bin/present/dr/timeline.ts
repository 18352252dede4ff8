import { protections, type Protection } from '../../../sites/model/kinds/protection.js';
import type { Text } from '../../../sites/model/text.js';
import type { StepKind } from '../../../sites/recovery/situation.js';
import type { DrSimulateData, SimulatedStep } from '../../dr-simulate-data.js';
import { tierNames } from '../capacity/words.js';
import { safe } from '../view.js';
import { stepNames } from './words.js';

/** One line of a time line: steps of a kind, from the first that begins to the last that ends, every step at its median. */
export interface Lane {
  readonly label: Text;
  /** What people do, what a survivor starts, or a tier. */
  readonly group: 'people' | 'platform' | Protection;
  readonly startMs: bigint;
  readonly endMs: bigint;
  readonly steps: number;
  /** Of a tier's services: they come back from the first to the last. */
  readonly services?: true;
}

const bringing: readonly StepKind[] = ['promote-database', 'promote-volumes', 'restore-database', 'restore-volumes', 'restore-objects', 'transfer', 'drain'];
const serving: readonly StepKind[] = ['verify', 'switch-dns', 'ttl'];

/** The loss from its moment to the last service, in the order in which steps are taken. */
export function lanesOf({ events, survivors }: Pick<DrSimulateData, 'events' | 'survivors'>): readonly Lane[] {
  const lane = (group: Lane['group'], label: Text, of: (step: SimulatedStep) => boolean, more: Pick<Lane, 'services'> = {}): Lane[] => {
    const steps = events.filter(of);
    if (steps.length === 0) return [];
    return [{ group, label, startMs: steps.reduce((least, { startMs }) => (startMs < least ? startMs : least), steps[0]?.startMs ?? 0n), endMs: steps.reduce((most, { endMs }) => (endMs > most ? endMs : most), 0n), steps: steps.length, ...more }];
  };
  const sites = [...new Set([...survivors.map(({ site }) => site), ...events.flatMap(({ site }) => (site === undefined ? [] : [site]))])].sort();
  const named = (kind: StepKind, more = ''): Text => ({ vi: `${stepNames[kind].vi}${more}`, en: `${stepNames[kind].en}${more}` });
  return [
    ...(['detect', 'declare', 'fence', 'withdraw-edge'] as const).flatMap((kind) => lane('people', named(kind), (step) => step.kind === kind)),
    ...sites.flatMap((site) => [
      ...(['start-identity', 'start-secret-store'] as const).flatMap((kind) => lane('platform', named(kind, `, ${safe(site)}`), (step) => step.kind === kind && step.site === site)),
      ...lane('platform', { vi: `cấu hình bảo vệ, ${safe(site)}`, en: `protection stack, ${safe(site)}` }, ({ name }) => name === `apply-stack ${site}-protection`),
      ...lane('platform', { vi: `cấu hình cơ quan, ${safe(site)}`, en: `tenants’ stacks, ${safe(site)}` }, (step) => step.kind === 'apply-stack' && step.site === site && step.name !== `apply-stack ${site}-protection`),
    ]),
    ...protections.flatMap((tier) => [
      ...lane(tier, { vi: `${tierNames[tier].vi}: dữ liệu`, en: `${tierNames[tier].en}: data` }, (step) => step.tier === tier && bringing.includes(step.kind)),
      ...lane(tier, { vi: `${tierNames[tier].vi}: dịch vụ trở lại`, en: `${tierNames[tier].en}: services back` }, (step) => step.tier === tier && serving.includes(step.kind), { services: true }),
    ]),
  ];
}

const minute = 60_000;

/** Where a moment stands between the loss and the end, 0 to 1: first minutes take as much room as later hours. */
export const placeOf = (ms: bigint, end: bigint): number => (end <= 0n ? 0 : Math.log1p(Number(ms) / minute) / Math.log1p(Number(end) / minute));

/** Round moments an axis names up to the end, milliseconds. */
export const momentsTo = (end: bigint): readonly bigint[] => [0, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 7200].map((minutes) => BigInt(minutes * minute)).filter((at) => at <= end);

/** When everything drawn has ended: the last step, and the last promise or percentile that is shown. */
export function endOf({ events, tiers }: Pick<DrSimulateData, 'events' | 'tiers'>): bigint {
  return [...events.map(({ endMs }) => endMs), ...tiers.flatMap(({ last }) => last?.p95 ?? [])].reduce((most, at) => (at > most ? at : most), 0n);
}
