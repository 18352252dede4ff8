import type { Values } from './command.js';
import { InputFailure } from './failure.js';

/** A whole number within bounds. @throws InputFailure NDC-X011 */
export function numberOption(options: Values, name: string, flag: string, from: number, to: number, preset: number): number {
  const given = options[name] as string | undefined;
  if (given === undefined) return preset;
  const found = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  if (found >= from && found <= to) return found;
  throw new InputFailure('NDC-X011', { vi: `${flag} là ${JSON.stringify(given).slice(0, 40)}; cần một số nguyên từ ${from} đến ${to}.`, en: `${flag} is ${JSON.stringify(given).slice(0, 40)}; expected a whole number from ${from} to ${to}.` });
}
