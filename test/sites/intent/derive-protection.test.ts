import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { EnvironmentProtection } from '../../../sites/intent/protection.js';
import type { Estate } from '../../../sites/model/estate.js';
import { phases, type Phase } from '../../../sites/model/kinds/site.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { asOf, shippedEstate } from '../data/shipped.js';
import { estateWith, protectedShare, protectionOf, type MadeSystem } from './many-sites.js';

const shipped = shippedEstate();
const whole = applyScenario(shipped, { asOf, lose: [], delay: {}, phase: 'all-operating' });
const [today, target] = [shipped, whole].map((estate) => deriveProtection(estate, deriveIntent(estate))) as [ReturnType<typeof deriveProtection>, ReturnType<typeof deriveProtection>];
const of = (protection: typeof today, namespace: string): EnvironmentProtection => {
  const found = protection.environments.find(({ environment }) => environment.namespace === namespace);
  if (found === undefined) throw new Error(`${namespace} is in the shipped estate`);
  return found;
};
const operating = (count: number): Phase[] => Array.from({ length: count }, () => 'operating');

describe('the shipped estate', () => {
  it('gives a platinum database a replica at its standby and one at the site of its backups', () => {
    expect(of(target, 'csdl-y-te-prod')).toMatchObject({
      tier: 'platinum',
      primary: { site: 'ndc-01' },
      standby: { site: 'ndc-03' },
      backup: { site: 'ndc-02' },
      volumes: { mode: 'journal', pools: ['ndc-block-ndc-01-ndc-03'], to: 'ndc-03' },
      databases: [{ cluster: 'y-te', operated: true, standby: 'ndc-03', third: 'ndc-02', archive: 'ndc-01', incarnations: { 'ndc-01': 1, 'ndc-02': 1, 'ndc-03': 1 } }],
      backups: [
        { site: 'ndc-01', kind: 'local', operating: true, retentionDays: 7, lockDays: 0 },
        { site: 'ndc-02', kind: 'off-site', operating: true, retentionDays: 35, lockDays: 69 },
      ],
    });
  });

  it('replicates volumes of gold by snapshots, and nothing of silver', () => {
    expect(of(target, 'ho-so-suc-khoe-prod').volumes).toEqual({ mode: 'snapshot', intervalMinutes: 5, pools: ['ndc-block-ndc-01-ndc-03'], to: 'ndc-03' });
    const silver = of(target, 'thuong-mai-dien-tu-prod');
    expect(silver.volumes).toBeUndefined();
    expect(silver.databases[0]).not.toHaveProperty('standby');
    expect(silver.databases[0]).not.toHaveProperty('third');
  });

  it('archives where no replica stands at the site of the backups, once that operates', () => {
    expect(of(today, 'thuong-mai-dien-tu-prod').databases[0]).toMatchObject({ archive: 'ndc-01' });
    expect(of(target, 'thuong-mai-dien-tu-prod').databases[0]).toMatchObject({ archive: 'ndc-02' });
  });

  it('says of other engines that their owner replicates them', () => {
    expect(of(target, 'ngan-sach-kho-bac-prod').databases).toMatchObject([{ operated: false }]);
  });

  it('keeps its pairs from the first day, and says whether both sites operate', () => {
    expect(today.pairs.map(({ id, operating: both }) => [id, both])).toEqual([['ndc-01-ndc-02', false], ['ndc-01-ndc-03', false]]);
    expect(target.pairs.map(({ id, operating: both, intervals }) => [id, both, intervals])).toEqual([['ndc-01-ndc-02', true, [5]], ['ndc-01-ndc-03', true, [5]]]);
    expect(target.pairs[0]?.pools).toEqual([{ pool: 'ndc-block-ndc-01-ndc-02', storageClass: 'ndc-block' }]);
  });

  it('adds where a site opens, and takes no copy away', () => {
    for (const [index, { backups }] of today.environments.entries()) expect(target.environments[index]?.backups.map(({ site, kind }) => [site, kind])).toEqual(backups.map(({ site, kind }) => [site, kind]));
  });

  it('asks for HSM partitions where data are sensitive, for roles and authorities where there are databases', () => {
    const kinds = (namespace: string) => of(target, namespace).prerequisites.map(({ kind }) => kind);
    expect(kinds('csdl-y-te-prod')).toEqual(expect.arrayContaining(['hsm-partition', 'database-roles', 'replication-ca', 'certificate']));
    expect(kinds('truyen-hinh-truc-tuyen-prod')).not.toEqual(expect.arrayContaining(['database-roles']));
    expect(of(target, 'csdl-y-te-prod').prerequisites.find(({ kind }) => kind === 'dns-record')).toMatchObject({ site: 'ndc-03', ttlSeconds: 60, owner: 'Trung tâm điều hành NDC (giả định)' });
  });

  it('takes base backups as often as the object storage was sized for', () => {
    expect(new Set(Object.values(shipped.recovery.copies).map(({ baseBackupEveryHours }) => baseBackupEveryHours))).toEqual(new Set([shipped.planning.backup.databases.fullEveryDays * 24]));
  });

  it('lets no environment keep volumes that reads other sectors’ fields', () => {
    for (const { environment, volumes } of target.environments) if ((environment.system.flows ?? []).some(({ fields }) => fields === 'other-sector')) expect(volumes).toBeUndefined();
  });
});

describe('what a system says of itself', () => {
  const given = (system: Estate['recovery']['systems'][number]) => of(deriveProtection({ ...whole, recovery: { ...whole.recovery, systems: [system] } }, deriveIntent(whole)), 'csdl-y-te-prod');

  it('comes before what holds for its tier', () => {
    const made = given({ system: 'csdl-y-te', starts: 'gitops', after: ['xac-thuc-du-lieu'], incarnation: 4, prerequisites: [{ kind: 'certificate', state: 'missing' }] });
    expect(made).toMatchObject({ starts: 'gitops', after: ['xac-thuc-du-lieu'], databases: [{ incarnations: { 'ndc-01': 4, 'ndc-02': 4, 'ndc-03': 4 } }] });
    expect(made.prerequisites.filter(({ kind }) => kind === 'certificate')).toEqual([{ kind: 'certificate', state: 'missing', site: 'ndc-03' }]);
  });
});

describe('any number of sites', () => {
  const systemsOf = (sites: number, standby?: (site: number) => string): MadeSystem[] =>
    Array.from({ length: sites * 600 }, (_, index) => {
      const primary = `ndc-${String((index % sites) + 1).padStart(2, '0')}`;
      return { id: `he-thong-${index}`, placement: standby === undefined ? { primary } : { primary, standby: standby(index % sites) } };
    });
  const ids = (sites: number): string[] => Array.from({ length: sites }, (_, index) => `ndc-${String(index + 1).padStart(2, '0')}`);

  it.each([
    [3, 2 / 3],
    [4, 3 / 4],
    [5, 4 / 5],
  ])('%i sites whose standbys are spread protect (n - 1) / n of what they hold', (sites, share) => {
    const protection = protectionOf(estateWith(operating(sites), systemsOf(sites)));
    expect(protectedShare(protection, ids(sites))).toBeGreaterThan(share - 0.03);
    expect(protectedShare(protection, ids(sites))).toBeLessThanOrEqual(share + 1e-9);
  });

  it('spread by hand to the last system, three sites protect 66.7 %', () => {
    const turn = [0, 0, 0];
    const balanced = systemsOf(3, (site) => {
      turn[site] = (turn[site] ?? 0) + 1;
      return `ndc-0${((site + 1 + ((turn[site] ?? 0) % 2)) % 3) + 1}`;
    });
    expect(protectedShare(protectionOf(estateWith(operating(3), balanced)), ids(3))).toBeCloseTo(2 / 3, 10);
  });

  it('in a ring they protect 50 %: one survivor takes a whole site', () => {
    const ring = systemsOf(3, (site) => `ndc-0${((site + 1) % 3) + 1}`);
    expect(protectedShare(protectionOf(estateWith(operating(3), ring)), ids(3))).toBe(0.5);
  });

  const anyEstate = fc
    .tuple(fc.array(fc.constantFrom(...phases), { minLength: 1, maxLength: 6 }), fc.array(fc.record({ protection: fc.constantFrom(...protections), primary: fc.nat(5), standby: fc.option(fc.nat(5)), backup: fc.option(fc.nat(5)), auto: fc.boolean() }), { minLength: 1, maxLength: 8 }))
    .map(([given, systems]) => {
      const site = (index: number): string => `ndc-${String((index % given.length) + 1).padStart(2, '0')}`;
      const made = systems.map(({ protection, primary, standby, backup, auto }, index): MadeSystem => ({
        id: `he-thong-${index}`,
        protection,
        placement: auto ? 'auto' : { primary: site(primary), ...(standby === null ? {} : { standby: site(standby) }), ...(backup === null ? {} : { backup: site(backup) }) },
      }));
      return { phases: given, auto: systems.map((one) => one.auto), estate: estateWith(given, made) };
    });

  it('nothing is at a retired site, nothing twice at one, and no copy is promised beside its primary', () => {
    fc.assert(
      fc.property(anyEstate, ({ estate }) => {
        const gone = Object.values(estate.sites).filter(({ phase }) => phase === 'retired').map(({ id }) => id);
        for (const { primary, standby, backup, volumes, databases, backups } of protectionOf(estate).environments) {
          const places = [standby?.site, backup?.site, volumes?.to, ...databases.flatMap(({ standby: at, third, archive }) => [at, third, archive]), ...backups.map(({ site }) => site)];
          for (const place of places) if (place !== undefined) expect(gone).not.toContain(place);
          expect(standby?.site).not.toBe(primary.site);
          for (const { standby: at, third } of databases) {
            expect([at, third]).not.toContain(primary.site);
            if (third !== undefined) expect(third).not.toBe(at);
          }
          expect(new Set(backups.map(({ site }) => site)).size).toBe(backups.length);
        }
        for (const { a, b, pools } of protectionOf(estate).pairs) {
          expect(a < b).toBe(true);
          for (const { pool } of pools) expect(pool).toMatch(new RegExp(`-${a}-${b}$`));
        }
      }),
    );
  });

  it('wherever three candidates are left, a derived backup is neither primary nor standby', () => {
    fc.assert(
      fc.property(anyEstate, ({ phases: given, auto, estate }) => {
        fc.pre(given.filter((phase) => phase !== 'retired').length >= 3);
        for (const [index, { primary, standby, backup }] of protectionOf(estate).environments.entries()) {
          if (auto[index] !== true) continue;
          expect(backup).toBeDefined();
          expect([primary.site, standby?.site]).not.toContain(backup?.site);
        }
      }),
    );
  });

  it('gives the same for the same estate, whatever else stands in it', () => {
    const few = estateWith(operating(3), [{ id: 'mot' }, { id: 'hai' }]);
    const more = estateWith(operating(3), [{ id: 'ba' }, { id: 'mot' }, { id: 'hai' }]);
    const roles = (estate: Estate, id: string) => protectionOf(estate).environments.filter(({ environment }) => environment.system.id === id).map(({ standby, backup }) => [standby, backup]);
    for (const id of ['mot', 'hai']) expect(roles(few, id)).toEqual(roles(more, id));
  });

  it('a single site promises nothing elsewhere, and keeps its own copy on the tier’s terms', () => {
    const [one] = protectionOf(estateWith(operating(1), [{ id: 'mot', protection: 'platinum' }])).environments;
    expect(one).not.toHaveProperty('standby');
    expect(one?.databases[0]).not.toHaveProperty('standby');
    expect(one?.backups).toEqual([{ site: 'ndc-01', kind: 'local', operating: true, everyMinutes: 30, retentionDays: 35, lockDays: 69 }]);
  });
});
