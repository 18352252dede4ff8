import type { Kinds, Packed, Run } from '../kinds.js';
import type { Random } from '../random.js';

/** Pods up to which single pods are moved about. */
export const mostMoved = 40_000;

/**
 * Takes a node away, and again, finding room for its pods by ejecting others: a pod that finds no place drives out the
 * ones that have caused least trouble so far, and between the tries pods change places at random. After Y. Nagata and
 * O. Bräysy, A powerful route minimization heuristic, Operations Research Letters 37 (2009), where nodes are vehicles.
 *
 * Stops when `floor` nodes are reached or time is over; the best list of nodes found is returned.
 */
export function ejectAndRepack(kinds: Kinds, start: Packed, floor: number, random: Random, late: () => boolean): Packed {
  const total = kinds.need.reduce((sum, pods) => sum + pods, 0);
  if (start.nodes <= floor || total > mostMoved || start.left.some((pods) => pods > 0)) return start;
  const state = new Nodes(kinds, start);
  let best = start;
  while (state.nodes > floor) {
    if (!state.removeOne(random, late)) break;
    best = state.packed(start.left);
  }
  return best;
}

class Nodes {
  private readonly d: number;
  /** Kind and node of every pod; -1: none. */
  private readonly kind: Int32Array;
  private readonly node: Int32Array;
  /** Place of a pod in its node's list. */
  private readonly trouble: Float64Array;
  private readonly weight: Float64Array;
  private shape: number[] = [];
  private room: Float64Array;
  private held: number[][] = [];

  constructor(
    private readonly kinds: Kinds,
    start: Packed,
  ) {
    const total = kinds.need.reduce((sum, pods) => sum + pods, 0);
    this.d = kinds.d;
    this.kind = new Int32Array(total);
    this.node = new Int32Array(total);
    this.trouble = new Float64Array(total).fill(1);
    this.room = new Float64Array((start.nodes + 1) * kinds.d);
    const cap = kinds.shapes.reduce<Float64Array>((most, shape) => most.map((value, r) => Math.max(value, shape.cap[r] ?? 0)), new Float64Array(kinds.d));
    this.weight = Float64Array.from({ length: kinds.n }, (_, kind) => {
      let sum = 0;
      for (let r = 0; r < this.d; r += 1) sum += (kinds.size[kind * this.d + r] ?? 0) / (cap[r] || 1);
      return sum;
    });
    let pod = 0;
    for (const run of start.runs)
      for (let time = 0; time < run.times; time += 1) {
        const node = this.held.length;
        this.held.push([]);
        this.shape.push(run.shape);
        this.room.set(kinds.shapes[run.shape]?.cap ?? [], node * this.d);
        for (const [index, kind] of run.kinds.entries())
          for (let each = 0; each < (run.counts[index] ?? 0); each += 1) {
            this.kind[pod] = kind;
            this.put(pod, node);
            pod += 1;
          }
      }
  }

  get nodes(): number {
    return this.held.length;
  }

  packed(left: Int32Array): Packed {
    const runs = this.held.map((pods, node): Run => {
      const counts = new Map<number, number>();
      for (const pod of pods) counts.set(this.kind[pod] ?? 0, (counts.get(this.kind[pod] ?? 0) ?? 0) + 1);
      return { shape: this.shape[node] ?? 0, kinds: [...counts.keys()], counts: [...counts.values()], times: 1 };
    });
    return { runs, left, nodes: runs.length };
  }

  private put(pod: number, node: number): void {
    this.node[pod] = node;
    this.held[node]?.push(pod);
    const base = (this.kind[pod] ?? 0) * this.d;
    for (let r = 0; r < this.d; r += 1) this.room[node * this.d + r] = (this.room[node * this.d + r] ?? 0) - (this.kinds.size[base + r] ?? 0);
  }

  private take(pod: number): void {
    const node = this.node[pod] as number;
    const pods = this.held[node] as number[];
    const at = pods.indexOf(pod);
    pods[at] = pods[pods.length - 1] as number;
    pods.pop();
    this.node[pod] = -1;
    const base = (this.kind[pod] ?? 0) * this.d;
    for (let r = 0; r < this.d; r += 1) this.room[node * this.d + r] = (this.room[node * this.d + r] ?? 0) + (this.kinds.size[base + r] ?? 0);
  }

  private same(kind: number, node: number): number {
    let count = 0;
    for (const pod of this.held[node] as number[]) if (this.kind[pod] === kind) count += 1;
    return count;
  }

  /** Whether a kind may stand on a node for reasons other than room, when `without` pods of its kind leave. */
  private may(kind: number, node: number, without: number): boolean {
    if (this.kinds.shapes[this.shape[node] as number]?.takes[kind] !== 1) return false;
    const limit = this.kinds.limit[kind] as number;
    return limit >= 0x7fffffff || this.same(kind, node) - without < limit;
  }

  private fits(kind: number, node: number): boolean {
    const { d, room, kinds } = this;
    for (let r = 0; r < d; r += 1) if ((kinds.size[kind * d + r] as number) > (room[node * d + r] as number)) return false;
    return this.may(kind, node, 0);
  }

  /** The roomiest-fitting node: least room left after. */
  private direct(kind: number): number {
    let best = -1;
    let least = Infinity;
    for (let node = 0; node < this.held.length; node += 1) {
      if (!this.fits(kind, node)) continue;
      let slack = 0;
      const cap = this.kinds.shapes[this.shape[node] as number]?.cap;
      for (let r = 0; r < this.d; r += 1) slack += ((this.room[node * this.d + r] as number) - (this.kinds.size[kind * this.d + r] as number)) / (cap?.[r] || 1);
      if (slack < least) {
        least = slack;
        best = node;
      }
    }
    return best;
  }

  /** Takes the emptiest node away and places its pods elsewhere. False, with everything as it was, when time is over first. */
  removeOne(random: Random, late: () => boolean): boolean {
    const before = { node: Int32Array.from(this.node), shape: [...this.shape] };
    let victim = 0;
    let least = Infinity;
    for (let node = 0; node < this.held.length; node += 1) {
      const load = (this.held[node] as number[]).reduce((sum, pod) => sum + (this.weight[this.kind[pod] as number] as number), 0);
      if (load < least) {
        least = load;
        victim = node;
      }
    }
    const pool = this.close(victim);
    pool.sort((a, b) => (this.weight[this.kind[a] as number] as number) - (this.weight[this.kind[b] as number] as number));
    let rounds = 0;
    while (pool.length > 0) {
      rounds += 1;
      if ((rounds & 15) === 0 && late()) {
        this.restore(before);
        return false;
      }
      const pod = pool.pop() as number;
      const node = this.direct(this.kind[pod] as number);
      if (node >= 0) {
        this.put(pod, node);
        continue;
      }
      this.trouble[pod] = (this.trouble[pod] as number) + 1;
      const chosen = this.ejection(pod, random);
      if (chosen === undefined) {
        // No node takes it even when others leave: another pod's turn.
        pool.unshift(pod);
      } else {
        for (const out of chosen.out) {
          this.take(out);
          pool.push(out);
        }
        this.put(pod, chosen.node);
      }
      this.shuffle(random, 60);
    }
    return true;
  }

  /** Removes a node; the last one takes its number. Returns the pods it held. */
  private close(victim: number): number[] {
    const pods = [...(this.held[victim] as number[])];
    for (const pod of pods) this.take(pod);
    const last = this.held.length - 1;
    if (victim !== last) {
      this.held[victim] = this.held[last] as number[];
      for (const pod of this.held[victim]) this.node[pod] = victim;
      this.shape[victim] = this.shape[last] as number;
      this.room.copyWithin(victim * this.d, last * this.d, (last + 1) * this.d);
    }
    this.held.pop();
    this.shape.pop();
    return pods;
  }

  private restore({ node, shape }: { node: Int32Array; shape: number[] }): void {
    this.shape = shape;
    this.held = shape.map(() => []);
    this.room = new Float64Array((shape.length + 1) * this.d);
    for (const [at, of] of shape.entries()) this.room.set(this.kinds.shapes[of]?.cap ?? [], at * this.d);
    for (const [pod, at] of node.entries()) this.put(pod, at);
  }

  /** The one or two pods of one node, of least trouble together, without which a pod fits there. */
  private ejection(pod: number, random: Random): { node: number; out: number[] } | undefined {
    const { d, kinds, room } = this;
    const { size } = kinds;
    const kind = this.kind[pod] as number;
    const own = kind * d;
    let best: { node: number; out: number[] } | undefined;
    let least = Infinity;
    const cost = (other: number): number => (this.trouble[other] as number) + (this.weight[this.kind[other] as number] as number) * 0.2;
    const start = random.below(Math.max(1, this.held.length));
    for (let turn = 0; turn < this.held.length; turn += 1) {
      const node = (start + turn) % this.held.length;
      if (kinds.shapes[this.shape[node] as number]?.takes[kind] !== 1) continue;
      const pods = this.held[node] as number[];
      for (let i = 0; i < pods.length; i += 1) {
        const first = pods[i] as number;
        const costOfFirst = cost(first);
        if (costOfFirst >= least) continue;
        const base = (this.kind[first] as number) * d;
        let fits = true;
        for (let r = 0; fits && r < d; r += 1) fits = (size[own + r] as number) <= (room[node * d + r] as number) + (size[base + r] as number);
        if (fits && this.may(kind, node, this.kind[first] === kind ? 1 : 0)) {
          least = costOfFirst;
          best = { node, out: [first] };
          continue;
        }
        for (let j = 0; j < i; j += 1) {
          const second = pods[j] as number;
          const together = costOfFirst + cost(second);
          if (together >= least) continue;
          const other = (this.kind[second] as number) * d;
          let both = true;
          for (let r = 0; both && r < d; r += 1) both = (size[own + r] as number) <= (room[node * d + r] as number) + (size[base + r] as number) + (size[other + r] as number);
          if (both && this.may(kind, node, (this.kind[first] === kind ? 1 : 0) + (this.kind[second] === kind ? 1 : 0))) {
            least = together;
            best = { node, out: [first, second] };
          }
        }
      }
    }
    return best;
  }

  /** Some random exchanges and moves that keep every node within its size. */
  private shuffle(random: Random, tries: number): void {
    const { d, kinds, room } = this;
    for (let turn = 0; turn < tries; turn += 1) {
      const a = random.below(this.kind.length);
      const b = random.below(this.kind.length);
      const nodeOfA = this.node[a] as number;
      const nodeOfB = this.node[b] as number;
      if (nodeOfA < 0 || nodeOfB < 0 || nodeOfA === nodeOfB) continue;
      const [kindOfA, kindOfB] = [this.kind[a] as number, this.kind[b] as number];
      if (kindOfA === kindOfB) continue;
      if (random.next() < 0.3 && this.fits(kindOfA, nodeOfB)) {
        this.take(a);
        this.put(a, nodeOfB);
        continue;
      }
      let fits = true;
      for (let r = 0; fits && r < d; r += 1) {
        const more = (kinds.size[kindOfA * d + r] as number) - (kinds.size[kindOfB * d + r] as number);
        fits = more <= (room[nodeOfB * d + r] as number) && -more <= (room[nodeOfA * d + r] as number);
      }
      if (!fits || !this.may(kindOfA, nodeOfB, 0) || !this.may(kindOfB, nodeOfA, 0)) continue;
      this.take(a);
      this.take(b);
      this.put(a, nodeOfB);
      this.put(b, nodeOfA);
    }
  }
}
