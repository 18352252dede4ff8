interface Gap {
  firstRack: number;
  racks: number;
}

/** Free racks of halls, as gaps of consecutive numbers in ascending order. */
export class FreeRacks {
  readonly #halls = new Map<string, Gap[]>();

  /** Racks that become free, joined to their neighbours. */
  give(hall: string, firstRack: number, racks: number): void {
    const gaps = [...(this.#halls.get(hall) ?? []), { firstRack, racks }].sort((a, b) => a.firstRack - b.firstRack);
    const joined: Gap[] = [];
    for (const gap of gaps) {
      const before = joined.at(-1);
      if (before !== undefined && before.firstRack + before.racks === gap.firstRack) before.racks += gap.racks;
      else joined.push({ ...gap });
    }
    this.#halls.set(hall, joined);
  }

  count(hall: string): number {
    return (this.#halls.get(hall) ?? []).reduce((sum, { racks }) => sum + racks, 0);
  }

  /** The first rack of the first gap that holds them all, or `undefined`. */
  takeWhole(hall: string, racks: number): number | undefined {
    const gap = this.#halls.get(hall)?.find((candidate) => candidate.racks >= racks);
    return gap === undefined ? undefined : this.#from(hall, gap, racks).firstRack;
  }

  /** Up to `racks` racks, from the first gap on. */
  takeUpTo(hall: string, racks: number): Gap[] {
    const taken: Gap[] = [];
    for (let left = racks; left > 0; ) {
      const gap = this.#halls.get(hall)?.[0];
      if (gap === undefined) break;
      const piece = this.#from(hall, gap, Math.min(left, gap.racks));
      taken.push(piece);
      left -= piece.racks;
    }
    return taken;
  }

  #from(hall: string, gap: Gap, racks: number): Gap {
    const piece = { firstRack: gap.firstRack, racks };
    gap.firstRack += racks;
    gap.racks -= racks;
    if (gap.racks === 0) this.#halls.set(hall, (this.#halls.get(hall) ?? []).filter((other) => other !== gap));
    return piece;
  }
}
