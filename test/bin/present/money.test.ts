import { expect, it } from 'vitest';
import { billions, money } from '../../../bin/present/capacity/purchase-words.js';

const view = (lang: 'vi' | 'en') => ({ lang, columns: 100, colour: false }) as const;

it.each<[bigint, string, string, string]>([
  [14_610_640n, '0.015', '14,610,640 VND', '14.610.640 đồng'],
  [1_000n, '0.000001', '1,000 VND', '1.000 đồng'],
  [49_999_999n, '0.05', '49,999,999 VND', '49.999.999 đồng'],
  [50_000_000n, '0.1', '0.1 billion VND', '0,1 tỷ đồng'],
  [44_349_000_000n, '44.3', '44.3 billion VND', '44,3 tỷ đồng'],
  [0n, '0.0', '0.0 billion VND', '0,0 tỷ đồng'],
])('%i VND is never said to be nothing', (vnd, table, en, vi) => {
  expect(billions(vnd, view('en'))).toBe(table);
  expect(money(vnd, view('en'))).toBe(en);
  expect(money(vnd, view('vi'))).toBe(vi);
});
