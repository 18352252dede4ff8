import type { Chart } from '../../../../bin/present/plot/chart.js';

export const quarters = ['2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4', '2028-Q1', '2028-Q2', '2028-Q3', '2028-Q4'];

export const chart = (changes: Partial<Chart> = {}): Chart => ({
  title: 'Trung tâm dữ liệu quốc gia số 01',
  unit: 'kW',
  x: quarters,
  series: [
    { name: 'tải đỉnh', kind: 'area', values: [100, 120, 140, 160, 180, 200, 220, 240, 260] },
    { name: 'nguồn điện', kind: 'limit', values: [300, 300, 300, 600, 600, 600, 600, 600, 600] },
  ],
  ...changes,
});

/** Texts that would end an element, turn the reading direction, move a cursor or grow without end. */
export const hostile = ['</text><script>alert(1)</script>', '"/><image href="http://example.vn/x.png"/>', '&lt;&#60;&amp;', ']]><!--', '\u001b[31mđỏ\u001b[0m\u0007', '\u202etxet desrever\u202c', '\ud800', 'một\nhai\ttab', 'dài '.repeat(500), '${process.env.HOME}', ''];
