import { describe, expect, it } from 'vitest';
import { origin } from '../../../sites/model/estate.js';
import { shippedEstate } from './shipped.js';

const estate = shippedEstate();
const organisations = Object.values(estate.organisations);
const current = organisations.filter(({ dissolvedOn }) => dissolvedOn === undefined);
const dissolved = organisations.filter(({ dissolvedOn }) => dissolvedOn !== undefined);

describe('bodies of the catalogue', () => {
  it.each([
    ['ministry', 14],
    ['ministerial-body', 3],
    ['government-agency', 5],
    ['province', 34],
  ] as const)('holds every current %s: %i', (kind, count) => {
    expect(current.filter((body) => body.kind === kind)).toHaveLength(count);
  });

  it('has 6 cities and 28 provinces', () => {
    const names = current.filter(({ kind }) => kind === 'province').map(({ name }) => name.vi);

    expect(names.filter((name) => name.startsWith('Thành phố '))).toHaveLength(6);
    expect(names.filter((name) => name.startsWith('Tỉnh '))).toHaveLength(28);
    expect(new Set(names).size).toBe(34);
  });

  it('gives each name the id it folds to', () => {
    // Two academies: one id is cut at 40 characters, where the folded name is longer.
    const fold = (name: string) =>
      name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase().replace(/[^a-z0-9]+/g, '-');

    expect(organisations.filter(({ id, name }) => fold(name.vi) !== id).map(({ id }) => id)).toEqual(['vien-han-lam-khoa-hoc-va-cong-nghe']);
  });

  it.each([
    ['G01', 'bo-cong-an'],
    ['G02', 'bo-cong-thuong'],
    ['G03', 'bo-giao-duc-va-dao-tao'],
    ['G06', 'bo-khoa-hoc-va-cong-nghe'],
    ['G08', 'bo-ngoai-giao'],
    ['G09', 'bo-noi-vu'],
    ['G15', 'bo-tu-phap'],
    ['G16', 'bo-van-hoa-the-thao-va-du-lich'],
    ['G17', 'bo-xay-dung'],
    ['G18', 'bo-y-te'],
    ['G19', 'ngan-hang-nha-nuoc-viet-nam'],
    ['G20', 'thanh-tra-chinh-phu'],
    ['G21', 'bo-dan-toc-va-ton-giao'],
  ])('gives the code %s to %s and to nobody else', (code, id) => {
    expect(organisations.filter((body) => body.code === code).map((body) => body.id)).toEqual([id]);
  });

  it('leaves all other codes open', () => {
    expect(organisations.filter(({ code }) => code !== undefined)).toHaveLength(13);
  });
});

describe('succession', () => {
  it.each([
    ['bo-ke-hoach-va-dau-tu', 'bo-tai-chinh'],
    ['bao-hiem-xa-hoi-viet-nam', 'bo-tai-chinh'],
    ['bo-giao-thong-van-tai', 'bo-xay-dung'],
    ['bo-lao-dong-thuong-binh-va-xa-hoi', 'bo-noi-vu'],
    ['bo-thong-tin-va-truyen-thong', 'bo-khoa-hoc-va-cong-nghe'],
    ['bo-tai-nguyen-va-moi-truong', 'bo-nong-nghiep-va-moi-truong'],
    ['bo-nong-nghiep-va-phat-trien-nong-thon', 'bo-nong-nghiep-va-moi-truong'],
    ['uy-ban-dan-toc', 'bo-dan-toc-va-ton-giao'],
  ])('%s is dissolved and carried on by %s alone', (from, to) => {
    expect(estate.organisations[from]?.dissolvedOn).toBe('2025-03-01');
    expect(current.filter(({ succeeds }) => succeeds?.some(({ id, on }) => id === from && on === '2025-03-01')).map(({ id }) => id)).toEqual([to]);
  });

  it('leaves no dissolved body without a successor, and dissolves nobody else', () => {
    const carried = new Set(current.flatMap(({ succeeds }) => succeeds ?? []).map(({ id }) => id));

    expect(dissolved.map(({ id }) => id).sort()).toEqual([...carried].sort());
  });

  it('calls the end of Bảo hiểm xã hội Việt Nam an assumption, the others public', () => {
    const sources = dissolved.map(({ id }) => [id, origin(estate, `/organisations/${id}/dissolvedOn`)?.source]);

    expect(sources.filter(([, source]) => source === 'assumption')).toEqual([['bao-hiem-xa-hoi-viet-nam', 'assumption']]);
    expect(sources.filter(([, source]) => source === 'public')).toHaveLength(dissolved.length - 1);
  });

  it('has no request of a dissolved body', () => {
    expect(dissolved.filter(({ id }) => Object.hasOwn(estate.requests, id))).toEqual([]);
  });
});
