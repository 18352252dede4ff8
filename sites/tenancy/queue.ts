import type { Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import { scaleOf, type Scale, type Short, type Taken, type Weighed } from './scale.js';
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
  /** After those before it in the line that fit; of one that was not admitted, after all of the line that fit: if it is also accepted. */
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
  /** All at once, whoever was admitted; of two of one organisation the first in line counts. */
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
 * Open proposals one by one, in the line of admission, and each against each. One that does not fit where it stands in the
 * line takes nothing from those behind it.
 */
export function queueOf(estate: Estate, given: readonly Open[]): Queue {
  const order = inLineOrder(given);
  // Whatever order they are named in, the same is said of them.
  const open = [...order, ...given.filter(({ admitted }) => admitted === undefined).sort((a, b) => (a.id < b.id ? -1 : 1))];
  const scale = scaleOf(estate);
  const alone = new Map(open.map(({ id, asks }) => [id, scale.weigh(none, asks)]));
  const inLine = new Map<string, Weighed>();
  const line: Open[] = [];
  let taken = none;
  for (const one of order) {
    const after = added(taken, one.asks);
    const fit = scale.weigh(taken, after);
    inLine.set(one.id, fit);
    if (!fits(fit)) continue;
    line.push(one);
    taken = after;
  }
  for (const { id, asks, admitted } of open) if (admitted === undefined) inLine.set(id, scale.weigh(taken, added(taken, asks)));
  const together = [...open].reverse().reduce<Taken>((all, { asks }) => added(all, asks), none);
  const weighed = scale.weigh(none, together);
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
    shares: weighed.because === undefined ? [] : sharesOf(scale, open, weighed.because),
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

function sharesOf(scale: Scale, open: readonly Open[], at: Short): Queue['shares'] {
  return open.flatMap(({ id, asks }) => {
    const amount = [...asks].reduce((sum, [organisation, request]) => sum + scale.asks(organisation, request, at), 0n);
    return amount > 0n ? [{ id, amount }] : [];
  });
}
