import { pause } from '../sandbox/pause.js';

/** Milliseconds of a clock that only goes forward: for how long something took. */
export const instant = (): number => performance.now();

/** Milliseconds since 1970: for when something was. */
export const wallClock = (): number => Date.now();

export { pause };
