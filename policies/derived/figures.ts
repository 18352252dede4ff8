import type { Text } from '../../sites/model/text.js';

/** A number in both languages: `1.234,5` and `1,234.5`. */
export function figure(value: number | bigint, decimals = 0): Text {
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return { vi: new Intl.NumberFormat('vi-VN', options).format(value), en: new Intl.NumberFormat('en-US', options).format(value) };
}

/** Milli-cores as cores. */
export const cores = (milli: bigint): Text => figure(Number(milli) / 1000, milli % 1000n === 0n ? 0 : 1);

/** A list for a sentence: the first few, then how many more. */
export function listed(names: readonly string[], most = 5): Text {
  const shown = names.slice(0, most).join(', ');
  const more = names.length - most;
  return more <= 0 ? { vi: shown, en: shown } : { vi: `${shown} và ${more} mục khác`, en: `${shown} and ${more} more` };
}
