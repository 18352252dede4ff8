import { describe, expect, it } from 'vitest';
import { judgeFences } from '../../../bin/drill/database/fence-judge.js';
import type { FenceFinding } from '../../../bin/drill/database/link-cut.js';

const fence = (name: FenceFinding['fence'], state: FenceFinding['state']): FenceFinding => ({ fence: name, state, evidence: { vi: `thử ${name}`, en: `tried ${name}` } });
const others = ['ndc-02', 'ndc-03'];
const all = (state: FenceFinding['state']): readonly FenceFinding[] => (['edge-withdrawn', 'replication-revoked', 'power-off'] as const).map((name) => fence(name, state));

describe('a promotion is judged by the rules of a declaration', () => {
  it('refused of a site that answers, even with every fence said to be proven', () => {
    expect(judgeFences({ site: 'ndc-01', others, fences: all('proven'), siteAnswers: true })?.en).toContain('ndc-01 answers');
  });

  it('refused while a fence is unproven, and the evidence is named', () => {
    const because = judgeFences({ site: 'ndc-01', others, fences: [fence('edge-withdrawn', 'proven'), fence('replication-revoked', 'unproven'), fence('power-off', 'proven')], siteAnswers: false });
    expect(because?.en).toContain('replication-revoked (tried replication-revoked)');
    expect(because?.en).not.toContain('power-off');
    expect(because?.vi).toContain('thử replication-revoked');
  });

  it('let pass where the site is silent and every fence is proven', () => {
    expect(judgeFences({ site: 'ndc-01', others, fences: all('proven'), siteAnswers: false })).toBeUndefined();
  });
});
