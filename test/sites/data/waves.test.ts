import { describe, expect, it } from 'vitest';
import type { Wave } from '../../../sites/model/kinds/organisations.js';
import { shippedEstate } from './shipped.js';

const estate = shippedEstate();
const organisations = Object.values(estate.organisations);
const named = (wave: Wave) => organisations.filter(({ waves }) => waves?.some((entry) => entry.wave === wave)).map(({ id }) => id);
const systems = Object.values(estate.requests).flatMap((request) => request.systems.map((system) => ({ organisation: request.organisation, system })));

const relocation = [
  'bo-ngoai-giao',
  'bo-ke-hoach-va-dau-tu',
  'bo-giao-thong-van-tai',
  'tong-lien-doan-lao-dong-viet-nam',
  'bao-hiem-xa-hoi-viet-nam',
  'vien-kiem-sat-nhan-dan-toi-cao',
  'kiem-toan-nha-nuoc',
  'bo-giao-duc-va-dao-tao',
];
const cloud = [
  'bo-ngoai-giao',
  'bo-noi-vu',
  'bo-tu-phap',
  'bo-cong-thuong',
  'bo-xay-dung',
  'bo-van-hoa-the-thao-va-du-lich',
  'bo-khoa-hoc-va-cong-nghe',
  'bo-giao-duc-va-dao-tao',
  'bo-y-te',
  'uy-ban-dan-toc',
  'thanh-tra-chinh-phu',
  'van-phong-chinh-phu',
  'bao-hiem-xa-hoi-viet-nam',
  'dai-truyen-hinh-viet-nam',
  'vien-han-lam-khoa-hoc-xa-hoi-viet-nam',
  'doan-thanh-nien-cong-san-ho-chi-minh',
  'hoi-lien-hiep-phu-nu-viet-nam',
  'bo-lao-dong-thuong-binh-va-xa-hoi',
];

describe('the waves of C III', () => {
  it.each([
    ['relocation', relocation, 8, '2025-Q2', 'III.1, footnote 1'],
    ['cloud', cloud, 18, '2025-Q3', 'III.2, footnote 2'],
  ] as const)('%s names its bodies, with start and clause', (wave, bodies, count, start, clause) => {
    expect(bodies).toHaveLength(count);
    expect([...named(wave)].sort()).toEqual([...bodies].sort());
    for (const { waves } of organisations)
      for (const entry of waves ?? []) if (entry.wave === wave) expect(entry).toEqual({ wave, start, basis: { document: 'c', clause } });
  });

  it('holds 23 distinct bodies, three of them in both waves', () => {
    expect(new Set([...relocation, ...cloud]).size).toBe(23);
    expect(relocation.filter((id) => cloud.includes(id))).toEqual(['bo-ngoai-giao', 'bao-hiem-xa-hoi-viet-nam', 'bo-giao-duc-va-dao-tao']);
  });

  it.each([...new Set([...relocation, ...cloud])])('%s is carried: by its own request, or by its successor with the origin kept', (body) => {
    const dissolved = estate.organisations[body]?.dissolvedOn !== undefined;
    const successors = organisations.filter(({ succeeds }) => succeeds?.some(({ id }) => id === body)).map(({ id }) => id);
    const carriers = systems.filter(({ organisation, system }) => (dissolved ? system.origin === body && successors.includes(organisation) : organisation === body));

    expect(carriers.map(({ system }) => system.id)).not.toEqual([]);
  });

  it('is carried today by 20 current bodies', () => {
    const successor = (body: string) => organisations.find(({ succeeds }) => succeeds?.some(({ id }) => id === body))?.id;
    const carriers = new Set([...relocation, ...cloud].map((body) => (estate.organisations[body]?.dissolvedOn === undefined ? body : successor(body))));

    expect(carriers.size).toBe(20);
    for (const carrier of carriers) expect(Object.hasOwn(estate.requests, carrier ?? '')).toBe(true);
  });

  it.each(relocation.filter((id) => cloud.includes(id)))('%s, in both waves, has a system in each', (body) => {
    const waves = systems.filter(({ organisation, system }) => (system.origin ?? organisation) === body).map(({ system }) => system.migration?.wave);

    expect(waves).toEqual(expect.arrayContaining(['relocation', 'cloud']));
  });

  it('puts a system into a wave only where its body, its origin or C III.3 allows it', () => {
    const wrong = systems.filter(({ organisation, system }) => {
      const wave = system.migration?.wave;
      if (wave === undefined) return false;
      const bodies = wave === 'database-owner' ? [organisation] : [system.origin ?? organisation];
      return !bodies.some((body) => named(wave).includes(body));
    });

    expect(wrong.map(({ system }) => system.id)).toEqual([]);
  });

  it('names origins only of bodies the carrier succeeds', () => {
    const wrong = systems.filter(({ organisation, system }) => system.origin !== undefined && !estate.organisations[organisation]?.succeeds?.some(({ id }) => id === system.origin));

    expect(wrong.map(({ system }) => system.id)).toEqual([]);
  });

  it('shows all three facility cases of C III.3, with the dates they need', () => {
    const owners = systems.filter(({ system }) => system.migration?.wave === 'database-owner').map(({ system }) => system.migration);

    expect(new Set(owners.map((migration) => migration?.facility))).toEqual(new Set(['below-tier-iii', 'tier-iii', 'leased']));
    for (const migration of owners) {
      if (migration?.facility === 'below-tier-iii') expect(migration.start).toBe('2025-Q4');
      if (migration?.facility === 'tier-iii') expect(migration.depreciationEnds).toBeDefined();
      if (migration?.facility === 'leased') expect(migration.contractEnds).toBeDefined();
    }
  });
});
