import pLimit from 'p-limit';
import { EnvironmentFailure } from '../failure.js';
import type { StackStep } from './events.js';
import type { Runner } from './runner.js';

/**
 * Works on stacks side by side, as many at once as the runner admits, and tells where each stands. The answers are in the
 * order of the stacks.
 *
 * @throws EnvironmentFailure NDC-X141 when interrupted.
 */
export async function eachStack<S extends { readonly name: string }, R>(
  { jobs, interrupt, onProgress }: Pick<Runner, 'jobs' | 'interrupt' | 'onProgress'>,
  stacks: readonly S[],
  { step, work, failed }: { readonly step: StackStep; readonly work: (stack: S) => Promise<R>; readonly failed: (answer: R) => boolean },
): Promise<R[]> {
  const limit = pLimit(jobs);
  let finished = 0;
  const settled = await Promise.allSettled(
    stacks.map((stack) =>
      limit(async () => {
        const told = (is: StackStep): void => onProgress({ is: 'stack', stack: stack.name, step: is, finished, total: stacks.length });
        told(step);
        const answer = await work(stack);
        finished += 1;
        told(failed(answer) ? 'failed' : 'done');
        return answer;
      }),
    ),
  );
  if (interrupt.aborted) throw new EnvironmentFailure('NDC-X141', { vi: 'đã dừng theo yêu cầu.', en: 'stopped as asked.' });
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
