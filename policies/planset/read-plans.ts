import { absentStack, readHanded } from './read-planset.js';
import type { Handed } from './document.js';
import { PlanProblem } from './problem.js';
import type { ReadPlanSet, ReadStack } from './read-model.js';
import type { StackIdentity } from './identity.js';

/** A plan from anywhere, by the name it was handed in under. */
export interface LoosePlan {
  readonly name: string;
  readonly open: () => Promise<Handed>;
}

/** What the caller's estate calls for: its id, and the stacks that must be there for a whole picture. */
export interface ExpectedPlans {
  readonly estate: string;
  readonly stacks: readonly StackIdentity[];
  readonly synthesised?: Readonly<Record<string, string>>;
}

/**
 * Plans without a plan set's file: each says by its root outputs which stack, site and estate it is of. Stacks that the
 * estate calls for and nobody handed in are there as absent, so that rules answer unknown, never "there is none".
 *
 * @throws PlanProblem for what is no plan, two plans of one stack, one plan twice, and plans of another estate.
 */
export async function readPlans(plans: readonly LoosePlan[], { estate, stacks: expected, synthesised }: ExpectedPlans): Promise<ReadPlanSet> {
  const read: ReadStack[] = [];
  const byStack = new Map<string, string>();
  const byDigest = new Map<string, string>();
  const byEstate = new Map<string, string>();
  for (const { name, open } of plans) {
    const stack = await readHanded(undefined, name, await open());
    once(byDigest, stack.document?.digest, name, (other) => twice(name, other));
    if (stack.kind !== 'foreign') once(byStack, stack.name, name, (other) => sameStack(name, other, stack.name));
    if (stack.estate !== undefined) oneEstate(byEstate, stack.estate, name, estate);
    read.push(stack);
  }
  const found = new Set(read.map(({ name }) => name));
  const absent = expected.filter(({ name }) => !found.has(name)).map((identity) => absentStack(identity, { is: 'not-given', declared: false }));
  return { mode: 'planset', stacks: [...read, ...absent], ...(synthesised === undefined ? {} : { synthesised }) };
}

function once(seen: Map<string, string>, key: string | undefined, name: string, problem: (other: string) => PlanProblem): void {
  if (key === undefined) return;
  const other = seen.get(key);
  if (other !== undefined) throw problem(other);
  seen.set(key, name);
}

function oneEstate(seen: Map<string, string>, id: string, name: string, estate: string): void {
  const [other] = [...seen].find(([each]) => each !== id) ?? [];
  if (other !== undefined) throw twoEstates(name, id, seen.get(other) ?? '', other);
  if (id !== estate) throw foreignEstate(name, id, estate);
  seen.set(id, name);
}

const twice = (name: string, other: string): PlanProblem =>
  new PlanProblem(name, { vi: `đúng là cùng một nội dung với ${other}. Hãy nêu mỗi kế hoạch một lần.`, en: `it is byte for byte the same as ${other}. Name each plan once.` });

const sameStack = (name: string, other: string, stack: string): PlanProblem =>
  new PlanProblem(name, {
    vi: `đây là kế hoạch của phần ${stack}, mà ${other} cũng là kế hoạch của phần này. Mỗi phần chỉ xét một kế hoạch; hãy giữ bản mới nhất.`,
    en: `this is a plan of stack ${stack}, and so is ${other}. One plan of each stack is judged; keep the newer one.`,
  });

const twoEstates = (name: string, id: string, other: string, otherId: string): PlanProblem =>
  new PlanProblem(name, {
    vi: `kế hoạch này thuộc hệ thống "${id}", còn ${other} thuộc hệ thống "${otherId}". Hãy xét từng hệ thống riêng.`,
    en: `this plan is of the estate "${id}", while ${other} is of "${otherId}". Judge each estate on its own.`,
  });

const foreignEstate = (name: string, id: string, estate: string): PlanProblem =>
  new PlanProblem(name, {
    vi: `kế hoạch này thuộc hệ thống "${id}", còn thư mục dữ liệu mô tả hệ thống "${estate}". Hãy chỉ đúng dữ liệu bằng --sites.`,
    en: `this plan is of the estate "${id}", and the data directory describes "${estate}". Name that estate's data with --sites.`,
  });
