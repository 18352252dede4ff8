import { diskTrouble } from './disk-trouble.js';
import { SandboxFailure, sandboxNamed } from './failure.js';
import type { SandboxLayout } from './layout.js';
import { removeEmptyParents } from './leftovers.js';
import { acquireLock, isRefusal } from './lock.js';

/**
 * Runs `work` while no other command touches this sandbox.
 *
 * @param waitMs milliseconds to wait for another command.
 * @throws SandboxFailure `sandbox/busy`, and whatever `work` throws.
 * @throws EnvironmentFailure NDC-X102 where the disk refuses.
 */
export async function withLock<T>(
  layout: SandboxLayout,
  waitMs: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await acquireLock(layout.lockFile, waitMs, signal).catch((error: unknown) => {
    throw diskTrouble(layout, error);
  });
  if (isRefusal(lock)) {
    throw new SandboxFailure('sandbox/busy', {
      place: sandboxNamed(layout.name),
      found: {
        vi: `một lệnh khác đang làm việc với nó: ${lock.heldBy}`,
        en: `another command at work on it: ${lock.heldBy}`,
      },
      expected: { vi: 'mỗi lúc một lệnh', en: 'one at a time' },
      remedy: {
        vi: 'Hãy chờ lệnh đó, hoặc dừng nó bằng Ctrl-C, rồi thử lại.',
        en: 'Wait for that command, or end it with Ctrl-C, and try again.',
      },
    });
  }
  try {
    return await work();
  } catch (error) {
    throw diskTrouble(layout, error);
  } finally {
    await lock.release();
    await removeEmptyParents(layout);
  }
}
