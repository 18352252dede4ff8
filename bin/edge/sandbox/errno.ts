/** Whether `error` is a system error with this code, such as `ENOENT`. */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}

/** Whether `error` says that a disk, or the user's share of it, has no room left. */
export const isDiskFull = (error: unknown): boolean => hasErrorCode(error, 'ENOSPC', 'EDQUOT');

/**
 * The words of anything that was thrown. A system error's own path is left out: the message it goes
 * into names the file as its reader knows it.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return 'syscall' in error && 'path' in error
    ? error.message.replace(/, [a-z0-9_]+(?: '[^']*'(?: -> '[^']*')?)$/, '')
    : error.message;
}
