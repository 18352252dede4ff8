import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { meant, meantIds } from '../../../sites/model/meant.js';
import { nameable } from '../../../sites/model/organisation-meant.js';
import type { Organisation } from '../../../sites/model/kinds/organisations.js';
import { vietnamese } from './estate-files.js';

const organisations = nameable((parse(readFileSync(new URL('../../../sites/data/catalogue/organisations.yaml', import.meta.url), 'utf8')) as { organisations: Organisation[] }).organisations);

describe('the organisation somebody means', () => {
  it.each([
    ['Bộ Y tế', 'bo-y-te'],
    ['Ministry of Health', 'bo-y-te'],
    ['bo-y-t', 'bo-y-te'],
    ['BYT', 'bo-y-te'],
    ['thong-tan-xa', 'thong-tan-xa-viet-nam'],
    ['Thông tấn xã', 'thong-tan-xa-viet-nam'],
    ['TTXVN', 'thong-tan-xa-viet-nam'],
    ['BGD&ĐT', 'bo-giao-duc-va-dao-tao'],
    ['BKHCN', 'bo-khoa-hoc-va-cong-nghe'],
    ['TP. HCM', 'thanh-pho-ho-chi-minh'],
    ['Hồ Chí Minh', 'thanh-pho-ho-chi-minh, doan-thanh-nien-cong-san-ho-chi-minh'],
    ['kiểm toán', 'kiem-toan-nha-nuoc'],
    ['Cà Mau', 'tinh-ca-mau'],
  ])('"%s" is %s', (given, expected) => {
    expect(meant(given, organisations).split(', ').sort()).toEqual(expected.split(', ').sort());
  });

  it.each(['', '-', 'x', 'zzzzzz', 'tinh', 'Bộ'])('"%s" is nobody in particular', (given) => {
    expect(meantIds(given, organisations)).toEqual([]);
  });

  it('takes a name of many letters, and of any', () => {
    expect(meantIds('ế'.repeat(100_000), organisations)).toEqual([]);
  });
});

it('names at most three', () => {
  expect(meant('a', ['a-1', 'a-2', 'a-3'])).not.toBe('');
  expect(meant('ho', ['ho-mot', 'ho-hai', 'ho-ba', 'ho-bon'])).toBe('');
});

describe('a request of an organisation that is named otherwise', () => {
  const tenant = 'tenants/bo-y-te.yaml';
  const catalogue = 'catalogue/organisations.yaml';
  const saying = (organisation: string) => vietnamese({ [tenant]: (text) => text.replace('organisation: bo-y-te', `organisation: ${organisation}`), [catalogue]: (text) => `${text}  - {id: thong-tan-xa-viet-nam, name: {vi: Thông tấn xã Việt Nam, en: Vietnam News Agency}, level: central, kind: government-agency}\n` });
  it.each(['Thông tấn xã', 'TTXVN', 'thong-tan-xa'])('is told the id that the catalogue has: %s', (written) => {
    expect(saying(written).filter((one) => one.startsWith(tenant) && !one.includes('E011'))).toEqual([expect.stringContaining('Có phải ý bạn là thong-tan-xa-viet-nam?')]);
  });
  it('is told no id that leads nowhere', () => {
    expect(saying('Sở nào đó').join()).not.toContain('Có phải ý bạn');
  });
});
