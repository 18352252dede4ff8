/** Length of a step of the simulation: a quarter of an hour, in milliseconds. */
export const stepMs = 900_000n;
export const stepsADay = 96;

/** What a queue went through. Bytes arrived = bytes shipped + bytes left. */
export interface Backlog {
  readonly arrived: bigint;
  readonly shipped: bigint;
  /** Still waiting at the end. */
  readonly left: bigint;
  /** Most bytes that waited at the end of a step. */
  readonly largest: bigint;
  /** Longest that a byte waited until it was shipped, or has waited at the end; milliseconds, rounded up. */
  readonly lagMs: bigint;
  /** Bytes waiting at the end of each step. */
  readonly waiting: readonly bigint[];
  /** Bytes of its capacity a step did not need. */
  readonly spare: readonly bigint[];
}

interface Segment {
  /** Step in which its bytes arrive, evenly. */
  readonly step: bigint;
  readonly bytes: bigint;
  shipped: bigint;
}

/**
 * A first-in-first-out queue of bytes, exact: bytes of a step arrive evenly over it, and are shipped evenly at that
 * step's capacity as long as any wait. RPO lag is the age of the oldest byte that is not shipped; within a step it
 * changes linearly, so its largest value stands where one step's bytes begin or end to be shipped.
 *
 * @param arrivals bytes that arrive in each step.
 * @param capacity bytes that can be shipped in each step.
 */
export function simulate(arrivals: readonly bigint[], capacity: readonly bigint[]): Backlog {
  const queue: Segment[] = [];
  let head = 0;
  let left = 0n;
  let shipped = 0n;
  let largest = 0n;
  let lagMs = 0n;
  const waiting: bigint[] = [];
  const spare: bigint[] = [];
  arrivals.forEach((bytes, index) => {
    const step = BigInt(index);
    if (bytes > 0n) queue.push({ step, bytes, shipped: 0n });
    left += bytes;
    const budget = capacity[index] ?? 0n;
    let used = 0n;
    for (let segment = queue[head]; segment !== undefined && used < budget; segment = queue[head]) {
      const take = smaller(segment.bytes - segment.shipped, budget - used);
      lagMs = larger(lagMs, delay(segment, step, used, budget));
      segment.shipped += take;
      used += take;
      lagMs = larger(lagMs, delay(segment, step, used, budget));
      if (segment.shipped === segment.bytes) head += 1;
    }
    shipped += used;
    left -= used;
    largest = larger(largest, left);
    waiting.push(left);
    spare.push(budget - used);
  });
  const oldest = queue[head];
  if (oldest !== undefined) lagMs = larger(lagMs, delay(oldest, BigInt(arrivals.length), 0n, 1n));
  return { arrived: shipped + left, shipped, left, largest, lagMs, waiting, spare };
}

/** Age of the next byte of a segment once `used` of a step's budget are spent: when it is shipped less when it arrived. */
function delay({ step: arrived, bytes, shipped }: Segment, step: bigint, used: bigint, budget: bigint): bigint {
  // (step - arrived) * stepMs + stepMs * (used / budget - shipped / bytes), over one denominator.
  const denominator = budget * bytes;
  const numerator = stepMs * ((step - arrived) * denominator + used * bytes - shipped * budget);
  // Bytes are shipped no sooner than they arrive.
  return numerator <= 0n ? 0n : (numerator + denominator - 1n) / denominator;
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
