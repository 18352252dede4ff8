import { expect, it } from 'vitest';
import { amountText, percentLeft } from '../../../bin/present/capacity/words.js';
import { signedMoney } from '../../../bin/present/tenant/price-words.js';

it('less than nothing is written with one sign, whichever page', () => {
  const view = { lang: 'vi', columns: 100, colour: false } as const;
  expect([amountText('cpu', -58_000n, view), amountText('memory', -(1200n << 40n), view), percentLeft(-1n, 1000n), signedMoney(-1n, view)]).toEqual(['−58 nhân', '−1,2 PiB', '−1 %', '−1']);
});
