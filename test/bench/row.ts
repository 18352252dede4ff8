/* eslint-disable no-console -- prints */
/** One row of the bench. */
export const row = (what: string, figure: string, target = ''): void => console.log(`${what.padEnd(64)} ${figure.padStart(14)}  ${target}`);
