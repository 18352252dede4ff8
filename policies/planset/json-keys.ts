/**
 * The keys of every object that is open while JSON is scanned, as two 32-bit hashes each: what finds a key that stands
 * twice without keeping its text. `JSON.parse` silently takes the last of two, other readers the first.
 *
 * One open-addressed table for all objects; entries of closed ones are left to lie until it is half full.
 */
export class OpenKeys {
  private size = 4096;
  private first = new Int32Array(this.size);
  private second = new Int32Array(this.size);
  /** Object an entry belongs to; 0 where there is none. */
  private owner = new Int32Array(this.size);
  private used = 0;
  private last = 0;
  private current = 0;
  private readonly opened: number[] = [];

  open(): void {
    this.last = (this.last + 1) | 0 || 1;
    this.current = this.last;
    this.opened.push(this.current);
  }

  close(): void {
    this.opened.pop();
    this.current = this.opened.at(-1) ?? 0;
  }

  /** False where the innermost object has the key already. */
  add(first: number, second: number): boolean {
    if (this.used * 2 > this.size) this.sweep();
    return this.insert(first, second, this.current);
  }

  private insert(first: number, second: number, owner: number): boolean {
    const { owner: owners, first: firsts, second: seconds } = this;
    const mask = this.size - 1;
    let at = (first ^ Math.imul(owner, 0x9e3779b1)) & mask;
    for (; owners[at] !== 0; at = (at + 1) & mask) if (firsts[at] === first && seconds[at] === second && owners[at] === owner) return false;
    owners[at] = owner;
    firsts[at] = first;
    seconds[at] = second;
    this.used += 1;
    return true;
  }

  /** Lets go of what belonged to closed objects; grows where the open ones alone fill a quarter of the table. */
  private sweep(): void {
    const open = new Set(this.opened);
    const kept: number[] = [];
    for (let at = 0; at < this.size; at += 1) {
      const owner = this.owner[at] as number;
      if (owner !== 0 && open.has(owner)) kept.push(this.first[at] as number, this.second[at] as number, owner);
    }
    if ((kept.length / 3) * 4 > this.size) {
      this.size *= 2;
      this.first = new Int32Array(this.size);
      this.second = new Int32Array(this.size);
      this.owner = new Int32Array(this.size);
    } else this.owner.fill(0);
    this.used = 0;
    for (let at = 0; at < kept.length; at += 3) this.insert(kept[at] as number, kept[at + 1] as number, kept[at + 2] as number);
  }
}

/** Two running hashes over a key's characters as UTF-8, escapes resolved, so that `"a"` and `"\u0061"` are one key. */
export class KeyHash {
  first = 0;
  second = 0;
  /** High half of a surrogate pair whose low half may follow. */
  private high = 0;

  start(): void {
    this.first = 0x811c9dc5 | 0;
    this.second = 5381;
    this.high = 0;
  }

  byte(byte: number): void {
    this.first = Math.imul(this.first ^ byte, 0x01000193);
    this.second = Math.imul(this.second, 33) ^ byte;
  }

  /** A UTF-16 unit written as `\uXXXX`. */
  unit(unit: number): void {
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (this.high !== 0 && isLow) {
      const point = 0x10000 + ((this.high - 0xd800) << 10) + (unit - 0xdc00);
      this.high = 0;
      this.point(point);
      return;
    }
    this.settle();
    if (unit >= 0xd800 && unit <= 0xdbff) this.high = unit;
    else this.point(unit);
  }

  /** Called before anything but a low half follows. */
  settle(): void {
    if (this.high === 0) return;
    const alone = this.high;
    this.high = 0;
    this.point(alone);
  }

  private point(point: number): void {
    if (point < 0x80) return this.byte(point);
    if (point < 0x800) this.byte(0xc0 | (point >> 6));
    else {
      if (point < 0x10000) this.byte(0xe0 | (point >> 12));
      else {
        this.byte(0xf0 | (point >> 18));
        this.byte(0x80 | ((point >> 12) & 0x3f));
      }
      this.byte(0x80 | ((point >> 6) & 0x3f));
    }
    this.byte(0x80 | (point & 0x3f));
  }
}
