import pLimit from 'p-limit';
import { EnvironmentFailure } from '../failure.js';
import type { StackStep } from './events.js';
import type { Runner } from './runner.js';

/**
 * Works on stacks side by side, as many at once as the runner admits, and tells where each stands. The answers are in the
 * order of the stacks. What was not begun when it was interrupted is not spoken of.
 *
 * @throws EnvironmentFailure NDC-X141 when interrupted.
 */
export async function eachStack<S extends { readonly name: string }, R>(
  { jobs, interrupt, onProgress }: Pick<Runner, 'jobs' | 'interrupt' | 'onProgress'>,
  stacks: readonly S[],
  { step, work, ended }: { readonly step: StackStep; readonly work: (stack: S) => Promise<R>; readonly ended: (answer: R) => 'done' | 'failed' | 'skipped' },
): Promise<R[]> {
  const limit = pLimit(jobs);
  let finished = 0;
  const stopped = (): EnvironmentFailure => new EnvironmentFailure('NDC-X141', { vi: 'đã dừng theo yêu cầu.', en: 'stopped as asked.' });
  const settled = await Promise.allSettled(
    stacks.map((stack) =>
      limit(async () => {
        if (interrupt.aborted) throw stopped();
        const told = (is: StackStep): void => onProgress({ is: 'stack', stack: stack.name, step: is, finished, total: stacks.length });
        told(step);
        const answer = await work(stack);
        finished += 1;
        const end = ended(answer);
        told(end === 'failed' && interrupt.aborted ? 'stopped' : end);
        return answer;
      }),
    ),
  );
  if (interrupt.aborted) throw stopped();
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
