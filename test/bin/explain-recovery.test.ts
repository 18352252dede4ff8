import { describe, expect, it } from 'vitest';
import { explainRecovery } from '../../bin/explain-recovery.js';
import { outcomeSchemaOf } from '../../bin/outcomes/catalogue.js';
import { text } from '../../bin/present/dr/cell.js';
import { json } from '../../bin/present/json.js';
import { withLosses, type Loss } from '../../sites/model/losses.js';
import { applyScenario } from '../../sites/model/scenario.js';
import { smallEstate } from '../stacks/estate-small.js';

const { estate } = smallEstate();
const operating = applyScenario(estate, { ...estate.scenario, phase: 'all-operating' });
const loss: Loss = { site: 'ndc-01', declaration: 'mat-ndc-01', at: '2026-11-29T20:15:00Z' };
const view = (lang: 'vi' | 'en') => ({ lang, columns: 200, colour: false });

describe('a cell of recovery after a declaration', () => {
  it('says first that it is of the next loss, and of whose', () => {
    const data = explainRecovery(withLosses(operating, [loss]), 'dr/ho-so-prod/site-dead', []);
    const head = (lang: 'vi' | 'en'): string => text(data, view(lang)).split('\n\n').slice(0, 2).join(' ').replace(/\s+/g, ' ');
    expect(data.row.primary).not.toBe('ndc-01');
    expect(head('en')).toContain(`This is the NEXT loss, not the one at hand: ndc-01 declared lost (mat-ndc-01, 2026-11-29T20:15:00Z). The cell is of the loss of the present primary, ${data.row.primary}.`);
    expect(head('vi')).toContain(`Đây là lần mất TIẾP THEO, không phải lần đang xảy ra: ndc-01 đã tuyên bố mất (mat-ndc-01`);
    const printed = JSON.parse(json({ kind: 'ndc/dr-cell.v1', exit: 0, data })) as unknown;
    expect(outcomeSchemaOf('ndc/dr-cell.v1')?.safeParse(printed).success).toBe(true);
  });

  it('says nothing of it without one, nor once the site writes again', () => {
    for (const one of [operating, withLosses(operating, [{ ...loss, back: { transition: 've', step: 'promote', tokens: [] } }])]) expect(text(explainRecovery(one, 'dr/ho-so-prod/site-dead', []), view('en'))).not.toContain('NEXT loss');
  });

  it('says that no site is left where none operates, and lists nothing', () => {
    const all = withLosses(operating, Object.keys(operating.sites).map((site) => ({ ...loss, site, declaration: `mat-${site}` })));
    expect(() => explainRecovery(all, 'dr/ho-so-prod/site-dead', [])).toThrow(/no environment has a cell of recovery, for no site operates that is not lost\..*--scenario all-operating/);
    expect(() => explainRecovery(operating, 'dr/ho-so-pro/site-dead', [])).toThrow(/is none of .*ho-so-prod/);
  });
});
