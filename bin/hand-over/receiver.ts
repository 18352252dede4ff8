import type { OptionSpec, Values } from '../command.js';
import { InputFailure } from '../failure.js';

export const receiverOption: OptionSpec = { flags: '--to <organisation>', about: { vi: 'cơ quan nhận', en: 'the body that takes them over' } };

/** `--to`. @throws InputFailure NDC-X228 where it is not given. */
export function receiverOf(options: Values): string {
  const to = options['to'];
  if (typeof to === 'string') return to;
  throw new InputFailure('NDC-X228', { vi: 'cần nêu cơ quan nhận: --to <cơ quan>.', en: 'the receiving body is missing: --to <organisation>.' });
}
