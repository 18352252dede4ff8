/** Keys of one object that are compared one by one; beyond, a table finds them. Of a plan's objects one in a thousand has more. */
const few = 24;

/**
 * The keys of every object that is open while JSON is scanned, as two 32-bit hashes each: what finds a key that stands
 * twice without keeping its text. `JSON.parse` silently takes the last of two, other readers the first.
 *
 * They lie on one stack, an object's above those of the objects around it; large objects have a table of their own.
 */
export class OpenKeys {
  private first: Int32Array<ArrayBuffer> = new Int32Array(1024);
  private second: Int32Array<ArrayBuffer> = new Int32Array(1024);
  /** Where the innermost object's keys begin, and where the stack ends. */
  private from = 0;
  private top = 0;
  private table: Set<bigint> | undefined;
  /** Where the keys of the objects around the innermost one begin. */
  private starts: Int32Array<ArrayBuffer> = new Int32Array(512);
  private depth = 0;
  /** Tables of open objects by their depth. */
  private readonly tables = new Map<number, Set<bigint>>();

  open(): void {
    if (this.depth === this.starts.length) this.starts = grown(this.starts);
    this.starts[this.depth++] = this.from;
    this.from = this.top;
    this.table = undefined;
  }

  close(): void {
    if (this.table !== undefined) this.tables.delete(this.depth);
    this.top = this.from;
    this.from = this.starts[--this.depth] ?? 0;
    this.table = this.tables.size === 0 ? undefined : this.tables.get(this.depth);
  }

  /** False where the innermost object has the key already. */
  add(first: number, second: number): boolean {
    if (this.table !== undefined) return added(this.table, first, second);
    const { first: firsts, second: seconds, from, top } = this;
    for (let at = from; at < top; at += 1) if (firsts[at] === first && seconds[at] === second) return false;
    if (top - from === few) return added(this.spread(), first, second);
    if (top === firsts.length) {
      this.first = grown(firsts);
      this.second = grown(seconds);
    }
    this.first[top] = first;
    this.second[top] = second;
    this.top = top + 1;
    return true;
  }

  /** The innermost object's keys, moved into a table. */
  private spread(): Set<bigint> {
    const table = new Set<bigint>();
    for (let at = this.from; at < this.top; at += 1) added(table, this.first[at] as number, this.second[at] as number);
    this.table = table;
    this.tables.set(this.depth, table);
    return table;
  }
}

/** Adds a pair of hashes; false where it was there. */
function added(table: Set<bigint>, first: number, second: number): boolean {
  const { size } = table;
  return table.add((BigInt(first) << 32n) | BigInt(second >>> 0)).size > size;
}

function grown(stack: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(stack.length * 2);
  larger.set(stack);
  return larger;
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
