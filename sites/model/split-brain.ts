import { timeInVietNam, utcSecond } from './calendar.js';
import type { DeepReadonly } from './estate.js';
import type { Declaration, DeclaredFence, Fence } from './kinds/disaster.js';
import type { Text } from './text.js';

type Said = DeepReadonly<Pick<Declaration, 'at' | 'case' | 'fences'>>;

/** How long two places may both take writes of one system. */
export interface SplitBrainWindow {
  /** `shut`: the lost site cannot write; `closing`: from an instant on no client reaches it; `open`: nobody can say until when. */
  readonly is: 'shut' | 'closing' | 'open';
  /** UTC. */
  readonly from: string;
  readonly until?: string;
}

/**
 * The window in which the lost site and the survivors may both take writes. Without power nothing writes. Without an edge
 * clients are gone once resolvers have forgotten the address; who is inside the site is let pass only by its power. Revoked
 * replication keeps the two from mixing, and stops no writer.
 */
export function splitBrainWindow({ at, case: which, fences }: Said, ttlSeconds: number): SplitBrainWindow {
  const done = (name: Fence): DeepReadonly<DeclaredFence> | undefined => fences.find(({ fence, state }) => fence === name && state !== 'unproven');
  const power = done('power-off');
  if (power !== undefined) return power.at !== undefined && power.at > at ? { is: 'closing', from: at, until: power.at } : { is: 'shut', from: at };
  const edge = done('edge-withdrawn');
  if (edge === undefined || which === 'link-cut') return { is: 'open', from: at };
  const until = utcSecond(new Date(Date.parse(edge.at ?? at) + ttlSeconds * 1000));
  return until <= at ? { is: 'shut', from: at } : { is: 'closing', from: at, until };
}

export function windowWords({ is, from, until = '' }: SplitBrainWindow): Text {
  switch (is) {
    case 'shut':
      return { vi: 'Không có lúc nào hai nơi cùng ghi: trung tâm bị mất không còn ghi được.', en: 'At no time two places write: the lost site can no longer write.' };
    case 'closing':
      return { vi: `Hai nơi có thể cùng ghi từ ${timeInVietNam(from)} đến ${timeInVietNam(until)}; dòng lệch trong khoảng đó phải được liệt kê khi trung tâm trở lại.`, en: `Two places may write from ${from} until ${until}; rows that diverge in between have to be listed when the site is back.` };
    case 'open':
      return { vi: `Hai nơi CÓ THỂ cùng ghi từ ${timeInVietNam(from)}, không biết đến khi nào: chưa chứng minh được trung tâm bị mất đã ngừng.`, en: `Two places MAY write from ${from}, and nobody can say until when: nothing proves that the lost site has stopped.` };
  }
}
