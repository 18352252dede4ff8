import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Hall } from '../model/kinds/site.js';

/** Consecutive free racks. */
export interface Gap {
  readonly firstRack: number;
  readonly racks: number;
}

/** From a quarter on, or since for ever (''), until a quarter in which the racks are free again. */
export interface Stay {
  readonly since: Quarter | '';
  readonly until?: Quarter;
}

/** Who has which racks of which hall, and for how long. A rack that is given away is never given to another for any quarter of that stay. */
export class RackCalendar {
  readonly #racks: ReadonlyMap<string, number>;
  readonly #taken = new Map<string, (Gap & Stay)[]>();

  constructor(halls: readonly Pick<DeepReadonly<Hall>, 'id' | 'racks'>[]) {
    this.#racks = new Map(halls.map(({ id, racks }) => [id, racks]));
  }

  /** The first rack of the first gap that holds them all, or `undefined`. */
  takeWhole(hall: string, racks: number, stay: Stay): number | undefined {
    const gap = this.#gaps(hall, stay).find((candidate) => candidate.racks >= racks);
    return gap === undefined ? undefined : this.#take(hall, { firstRack: gap.firstRack, racks }, stay).firstRack;
  }

  /** Up to `racks` racks, from the first gap on. */
  takeUpTo(hall: string, racks: number, stay: Stay): readonly Gap[] {
    let left = racks;
    return this.#gaps(hall, stay).flatMap((gap) => {
      const piece = { firstRack: gap.firstRack, racks: Math.min(left, gap.racks) };
      left -= piece.racks;
      return piece.racks === 0 ? [] : [this.#take(hall, piece, stay)];
    });
  }

  #take(hall: string, piece: Gap, { since, until }: Stay): Gap {
    const taken = this.#taken.get(hall) ?? [];
    this.#taken.set(hall, taken);
    taken.push({ ...piece, since, ...(until === undefined ? {} : { until }) });
    return piece;
  }

  /** Gaps of racks free for the whole of a stay, in ascending order. */
  #gaps(hall: string, { since, until }: Stay): readonly Gap[] {
    const taken = (this.#taken.get(hall) ?? []).filter((other) => (until === undefined || other.since < until) && (other.until === undefined || since < other.until)).sort((a, b) => a.firstRack - b.firstRack);
    const gaps: Gap[] = [];
    let next = 1;
    for (const { firstRack, racks } of [...taken, { firstRack: (this.#racks.get(hall) ?? 0) + 1, racks: 0 }]) {
      if (firstRack > next) gaps.push({ firstRack: next, racks: firstRack - next });
      next = Math.max(next, firstRack + racks);
    }
    return gaps;
  }
}
