import { describe, expect, it } from 'vitest';
import { foretoldOf } from '../../bin/disaster/groups.js';
import { judge, offlinePlanset } from '../../bin/judge.js';
import { packsOf } from '../../bin/audit-planset.js';
import { debtsText } from '../../bin/present/audit/debts.js';
import { withLosses } from '../../sites/model/losses.js';
import { restoresOf } from '../../sites/recovery/restores.js';
import { applyScenario } from '../../sites/model/scenario.js';
import { shippedEstate } from '../sites/data/shipped.js';

const recorded = shippedEstate();
const target = applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
const at = '2026-11-29T20:15:00Z';

const restores = restoresOf(foretoldOf(target, 'ndc-01').recovered);
const restored = restores.flatMap(({ environments }) => environments);

describe('the shipped estate with NDC 01 declared lost', () => {
  const estate = withLosses(target, [{ site: 'ndc-01', declaration: 'mat', at, restores }]);
  const { verdicts, summary, waivers } = judge(estate, { view: 'target', packs: packsOf(estate), planset: offlinePlanset(estate), wholeEstate: true });

  it('owes what two survivors cannot keep, dated, and nothing of it blocks', () => {
    expect(packsOf(target)).toEqual(['design', 'operations']);
    expect([summary.applies, summary.exit, summary.blocking]).toEqual([true, 0, []]);
    // Quotas, backups, policies and everything else hold: the rules derive again who runs where.
    expect([...new Set(summary.debts.map(({ policy }) => policy))].sort()).toEqual(['BAK-006', 'CAP-002', 'RED-001', 'RED-005', 'REP-001']);
    expect(summary.debts.every(({ debt }) => debt?.since === at && debt.declaration === 'mat')).toBe(true);
    expect(verdicts.find(({ policy, status }) => policy === 'RED-001' && status === 'fail')?.finding.en).toContain('taken as lost: ndc-01');
    expect(waivers.unused).toEqual([]);
  });

  it('no environment has two writers', () => {
    const writers = verdicts.filter(({ policy }) => policy === 'REP-007');
    expect(writers.length).toBeGreaterThan(50);
    expect(new Set(writers.map(({ status }) => status))).toEqual(new Set(['pass']));
  });

  it('whoever is restored from backups is judged like everybody else, and owes nothing but what its site cannot give', () => {
    expect(restored.length).toBeGreaterThan(5);
    const own = verdicts.filter(({ subject }) => restored.some((namespace) => subject.object === `environment/${namespace}`));
    expect([...new Set(own.filter(({ status }) => status === 'fail' || status === 'unknown').map(({ policy }) => policy))].sort()).toEqual(['BAK-006']);
    expect(new Set(own.filter(({ status }) => status === 'pass').map(({ policy }) => policy)).size).toBeGreaterThan(5);
  });

  it('is told in both languages, by rule', () => {
    for (const [lang, words] of [['vi', /Khoản nợ từ 03:15:00 30\/11\/2026 giờ Việt Nam \(mat\)/], ['en', /Owed since 2026-11-29T20:15:00Z \(mat\)/]] as const) {
      const lines = debtsText({ verdicts }, { lang, columns: 120, colour: false });
      expect(lines[0]).toMatch(words);
      expect(lines.some((line) => line.includes('RED-005'))).toBe(true);
    }
  });
});

describe.each(['reclone', 'demote', 'promote'] as const)('its way back at %s', (step) => {
  const estate = withLosses(target, [{ site: 'ndc-01', declaration: 'mat', at, restores, back: { transition: 've', step, tokens: [] } }]);
  const { verdicts, summary } = judge(estate, { view: 'target', packs: packsOf(estate), planset: offlinePlanset(estate), wholeEstate: true });

  it('blocks nothing, has one writer of everything, and rules find what was restored where they derive it', () => {
    expect(summary.blocking).toEqual([]);
    expect(verdicts.filter(({ policy, status }) => policy === 'REP-007' && status !== 'pass')).toEqual([]);
    const own = verdicts.filter(({ subject, status }) => status === 'fail' && restored.some((namespace) => subject.object === `environment/${namespace}`));
    expect([...new Set(own.map(({ policy }) => policy))].filter((policy) => policy !== 'BAK-006')).toEqual([]);
  });
});
