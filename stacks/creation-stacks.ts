/**
 * Runs a synthesis without the stack traces cdktf notes on every value it creates: nobody reads them here, and they
 * take longer than the synthesis. Errors keep theirs, which the runtime notes by itself.
 */
export function withoutCreationStacks<T>(synthesis: () => T): T {
  const noting = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace');
  Error.captureStackTrace = () => undefined;
  try {
    return synthesis();
  } finally {
    if (noting !== undefined) Object.defineProperty(Error, 'captureStackTrace', noting);
  }
}
