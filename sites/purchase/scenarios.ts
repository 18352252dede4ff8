import { planOf } from '../capacity/plan.js';
import type { Intent } from '../intent/environment.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { quarterOf } from '../model/calendar.js';
import { equipmentKinds, type EquipmentKind, type PurchasePlanning } from '../model/kinds/planning/purchase.js';
import { applyScenario } from '../model/scenario.js';
import { randomOf, type Random } from '../packing/random.js';
import { problemOf, type EstateProblem } from './build.js';
import type { Thing } from './problem.js';
import type { Planning } from './things.js';

type Uncertainty = DeepReadonly<NonNullable<PurchasePlanning['uncertainty']>>;
type Likely = Uncertainty['lateQuarters'];

/** One way it may turn out. */
export interface Drawn {
  /** Percent a year. */
  readonly growth: number;
  /** Quarters, by site that is yet to operate. */
  readonly late: Readonly<Record<string, number>>;
  /** Percent of the price book, by kind of equipment. */
  readonly prices: Readonly<Record<EquipmentKind, number>>;
}

/**
 * The value below which a share of all outcomes lies. Low and high are the ends of the confidence, mid the middle of all; it
 * runs straight between them, and on beyond the ends.
 */
export function quantile({ low, mid, high, confidencePercent }: Likely, share: number): number {
  const reach = confidencePercent / 200;
  return share < 0.5 ? mid - ((mid - low) * (0.5 - share)) / reach : mid + ((high - mid) * (share - 0.5)) / reach;
}

/** Sites whose day of opening lies ahead: theirs may slip. */
const opening = ({ sites, scenario }: Pick<Estate, 'sites' | 'scenario'>): readonly string[] => Object.values(sites).filter(({ phase, milestones }) => phase !== 'operating' && phase !== 'retired' && milestones.commissioning > quarterOf(scenario.asOf)).map(({ id }) => id);

/** Scenarios that a seed fixes, on any machine. */
export function draw(estate: Pick<Estate, 'sites' | 'scenario'>, uncertainty: Uncertainty, seed: number, count: number): readonly Drawn[] {
  const random = randomOf(seed);
  const sites = opening(estate);
  return Array.from({ length: count }, () => drawn(random, sites, uncertainty));
}

function drawn(random: Random, sites: readonly string[], { growthPercentPerYear, lateQuarters, pricePercent }: Uncertainty): Drawn {
  const growth = rounded(quantile(growthPercentPerYear, random.next()));
  const late = Object.fromEntries(sites.map((site) => [site, Math.round(quantile(lateQuarters, random.next()))]));
  const prices = Object.fromEntries(equipmentKinds.map((kind) => [kind, Math.max(1, rounded(quantile(pricePercent, random.next())))])) as Record<EquipmentKind, number>;
  return { growth, late, prices };
}

/** To hundredths of a percent: what is shown is what was computed with. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The middle of everything but growth, which is at a share of all outcomes. */
export function atQuantile(estate: Pick<Estate, 'sites' | 'scenario'>, { growthPercentPerYear, lateQuarters, pricePercent }: Uncertainty, share: number): Drawn {
  return {
    growth: rounded(quantile(growthPercentPerYear, share)),
    late: Object.fromEntries(opening(estate).map((site) => [site, Math.round(quantile(lateQuarters, 0.5))])),
    prices: Object.fromEntries(equipmentKinds.map((kind) => [kind, quantile(pricePercent, 0.5)])) as Record<EquipmentKind, number>,
  };
}

/** The problem as it turns out; those that differ in growth and prices alone share what is slow to build. */
export class Scenarios {
  private readonly built = new Map<string, EstateProblem>();

  constructor(
    private readonly estate: Estate,
    private readonly derive: (estate: Estate) => Intent,
    private readonly planning: Planning,
    private readonly caps: ReadonlyMap<number, bigint>,
  ) {}

  problem({ growth, late, prices }: Drawn): EstateProblem {
    const key = JSON.stringify(late);
    const base = this.built.get(key) ?? this.build(late);
    this.built.set(key, base);
    const factor = (kind: EquipmentKind): number => prices[kind] / 100;
    const dearer = (vnd: readonly bigint[], kind: EquipmentKind): bigint[] => vnd.map((each) => (each * BigInt(Math.round(prices[kind] * 100)) + 9_999n) / 10_000n);
    const priced = <T extends Pick<Thing, 'price' | 'cost' | 'keep' | 'upkeep'>>(thing: T, kind: EquipmentKind): T => ({ ...thing, price: dearer(thing.price, kind), cost: thing.cost.map((each) => each * factor(kind)), keep: thing.keep.map((each) => each * factor(kind)), upkeep: dearer(thing.upkeep, kind) });
    const grown = (bytes: bigint, quarter: number): bigint => BigInt(Math.round(Number(bytes) * (1 + growth / 100) ** (quarter / 4)));
    return {
      ...base,
      things: base.things.map((thing) => priced(thing, thing.kind)),
      fittings: base.fittings.map((fitting) => priced(fitting, 'rack')),
      needs: base.needs.map((need) => ({ ...need, asks: need.asks.map((ask) => ({ ...ask, amount: ask.amount * (1 + growth / 100) ** (need.quarter / 4) })) })),
      crossings: base.crossings.map((crossing) => ({ ...crossing, flows: crossing.flows.map((flow) => ({ ...flow, replication: grown(flow.replication, crossing.quarter), copies: grown(flow.copies, crossing.quarter) })) })),
    };
  }

  private build(late: Readonly<Record<string, number>>): EstateProblem {
    const slips = Object.fromEntries(Object.entries(late).filter(([, quarters]) => quarters !== 0));
    // Dates have slipped by the scenario's own delays already: these come on top.
    const estate = Object.keys(slips).length === 0 ? this.estate : applyScenario(this.estate, { ...this.estate.scenario, phase: 'as-recorded', delay: slips });
    return problemOf(planOf(estate, this.derive(estate)), this.planning, this.caps);
  }
}
