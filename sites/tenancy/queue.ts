import type { Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import { scaleOf, type Alternatives, type Scale, type Short, type Taken, type Weighed } from './scale.js';
import { refuses } from './fit.js';

type Request = DeepReadonly<TenancyRequest>;

/** One open proposal: what it asks for one organisation, or for several at once. */
export interface Open {
  /** Unique among the open ones. */
  readonly id: string;
  /** What is asked, by organisation; `undefined`: its request is taken away. */
  readonly asks: Taken;
  /** Day from which its place in the queue counts; absent where it was not admitted. */
  readonly admitted?: Day;
}

/** Another that fits now and does not once this one is approved. */
export interface PutOut {
  readonly id: string;
  readonly fit: Weighed;
}

/** An open proposal among the others. */
export interface Queued {
  readonly id: string;
  /** Beside what is recorded of all others. */
  readonly alone: Weighed;
  /** Place in the line, from 1; absent where it was not admitted. */
  readonly place?: number;
  /** After those before it that fit: first the line, then those that were not admitted by id. Of an organisation with several before it, the greatest demand counts. */
  readonly inLine: Weighed;
  /** Others of the same organisation: only one of them can be approved as it is. */
  readonly instead: readonly string[];
  /** Who fits now and no longer once this one is approved. */
  readonly putsOut: readonly PutOut[];
}

export interface Queue {
  /** In the order of admission, then by id. */
  readonly open: readonly Queued[];
  /** Those in line that fit one after the other. */
  readonly line: readonly string[];
  /** All at once, whoever was admitted; of several of one organisation the greatest demand counts. */
  readonly together: Weighed;
  /** What each takes of what runs short first when all are taken. */
  readonly shares: readonly { readonly id: string; readonly amount: bigint }[];
}

const none: Taken = new Map();

export const fits = ({ verdict }: Weighed): boolean => verdict !== 'unclear' && !refuses({ verdict });

/** In the order of admission; of one day, by id, so that nobody's clock decides. */
export function inLineOrder<T extends Pick<Open, 'id' | 'admitted'>>(open: readonly T[]): readonly T[] {
  const key = ({ id, admitted }: T): string => `${admitted ?? ''} ${id}`;
  return open.filter(({ admitted }) => admitted !== undefined).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * Open proposals one by one, in the line of admission, and each against each. One that does not fit where it stands takes
 * nothing from those behind it. Several of one organisation are alternatives: each is judged without the others, and to those
 * behind them the one that asks for more counts, for nobody knows yet which is approved.
 */
export function queueOf(estate: Estate, given: readonly Open[]): Queue {
  const order = inLineOrder(given);
  // Whatever order they are named in, the same is said of them.
  const open = [...order, ...given.filter(({ admitted }) => admitted === undefined).sort((a, b) => (a.id < b.id ? -1 : 1))];
  const scale = scaleOf(estate);
  const alone = new Map(open.map(({ id, asks }) => [id, scale.weigh(none, asks)]));
  const inLine = new Map<string, Weighed>();
  const line: Open[] = [];
  const before = new Map<string, [Request | undefined, ...(Request | undefined)[]]>();
  for (const one of open) {
    const fit = weighedAfter(scale, before, one.asks).weighed;
    inLine.set(one.id, fit);
    if (!fits(fit)) continue;
    if (one.admitted !== undefined) line.push(one);
    addTo(before, one.asks);
  }
  const all = new Map<string, [Request | undefined, ...(Request | undefined)[]]>();
  for (const { asks } of open) addTo(all, asks);
  const { weighed, taken } = weighedTogether(scale, all);
  return {
    open: open.map((one): Queued => {
      const place = order.indexOf(one);
      return {
        id: one.id,
        alone: alone.get(one.id) ?? { verdict: 'unclear' },
        ...(place < 0 ? {} : { place: place + 1 }),
        inLine: inLine.get(one.id) ?? { verdict: 'unclear' },
        instead: open.filter((other) => other !== one && sharesOrganisation(one, other)).map(({ id }) => id),
        putsOut: putOutBy(scale, one, open.filter((other) => other !== one && !sharesOrganisation(one, other) && fits(alone.get(other.id) ?? { verdict: 'unclear' }))),
      };
    }),
    line: line.map(({ id }) => id),
    together: weighed,
    shares: weighed.because === undefined ? [] : sharesOf(scale, open, taken, weighed.because),
  };
}

const added = (taken: Taken, asks: Taken): Taken => new Map<string, Request | undefined>([...taken, ...asks]);

const sharesOrganisation = (a: Open, b: Open): boolean => [...a.asks.keys()].some((organisation) => b.asks.has(organisation));

function putOutBy(scale: Scale, { asks }: Open, others: readonly Open[]): PutOut[] {
  return others.flatMap((other) => {
    const fit = scale.weigh(asks, added(asks, other.asks));
    return fits(fit) ? [] : [{ id: other.id, fit }];
  });
}

function addTo(alternatives: Map<string, [Request | undefined, ...(Request | undefined)[]]>, asks: Taken): void {
  for (const [organisation, request] of asks) {
    const known = alternatives.get(organisation);
    if (known === undefined) alternatives.set(organisation, [request]);
    else known.push(request);
  }
}

/** What is asked, after whatever others may get: the worst of it, with what was taken. An organisation's own alternatives do not stand before it. */
function weighedAfter(scale: Scale, before: Alternatives, asks: Taken): { readonly weighed: Weighed; readonly taken: Taken } {
  const others = new Map([...before].filter(([organisation]) => !asks.has(organisation)));
  return worst(scale.greatest(others).map((taken) => ({ weighed: scale.weigh(taken, added(taken, asks)), taken: added(taken, asks) })));
}

/** What is all asked at once, beside what is recorded. */
const weighedTogether = (scale: Scale, all: Alternatives): { readonly weighed: Weighed; readonly taken: Taken } => worst(scale.greatest(all).map((taken) => ({ weighed: scale.weigh(none, taken), taken })));

/** From what is certainly refused to what fits. */
const gravity = ['does-not-fit', 'fits-until-loss', 'unclear', 'not-yet', 'fits'] as const satisfies readonly Weighed['verdict'][];

function worst<T extends { readonly weighed: Weighed }>(all: readonly T[]): T {
  const short = ({ weighed }: T): bigint => weighed.because?.short ?? 0n;
  return all.reduce((one, other) => {
    const [a, b] = [one, other].map(({ weighed }) => gravity.indexOf(weighed.verdict)) as [number, number];
    return b < a || (b === a && short(other) > short(one)) ? other : one;
  });
}

/** Of several of one organisation, what is counted is its share. */
function sharesOf(scale: Scale, open: readonly Open[], taken: Taken, at: Short): Queue['shares'] {
  return open.flatMap(({ id, asks }) => {
    const amount = [...asks].reduce((sum, [organisation, request]) => sum + (taken.get(organisation) === request ? scale.asks(organisation, request, at) : 0n), 0n);
    return amount > 0n ? [{ id, amount }] : [];
  });
}
