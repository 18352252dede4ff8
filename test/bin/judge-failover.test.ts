import { describe, expect, it } from 'vitest';
import { judge, offlinePlanset } from '../../bin/judge.js';
import { packsOf } from '../../bin/audit-planset.js';
import { debtsText } from '../../bin/present/audit/debts.js';
import type { AuditData } from '../../bin/commands/audit.js';
import { withLosses } from '../../sites/model/losses.js';
import { applyScenario } from '../../sites/model/scenario.js';
import { shippedEstate } from '../sites/data/shipped.js';

const recorded = shippedEstate();
const target = applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
const at = '2026-11-29T20:15:00Z';

describe('the shipped estate with NDC 01 declared lost', () => {
  const estate = withLosses(target, [{ site: 'ndc-01', declaration: 'mat', at }]);
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

  it('is told in both languages, by rule', () => {
    for (const [lang, words] of [['vi', /Khoản nợ từ 2026-11-29T20:15:00Z \(mat\)/], ['en', /Owed since 2026-11-29T20:15:00Z \(mat\)/]] as const) {
      const lines = debtsText({ verdicts } as Pick<AuditData, 'verdicts'>, { lang, columns: 120, colour: false });
      expect(lines[0]).toMatch(words);
      expect(lines.some((line) => line.includes('RED-005'))).toBe(true);
    }
  });
});
