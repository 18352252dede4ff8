import { describe, expect, it } from 'vitest';
import { expectNoTrace, ndc, said, small } from './ndc.js';
import { folder } from './estates.js';

describe('ndc dr declare', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a site there is not', ['--lose', 'ndc-1'], ['NDC-X320', '--lose (ndc-1) names exactly one site: ndc-01, ndc-02, ndc-03.', 'Did you mean ndc-01?']],
    ['no site', [], ['NDC-X320', '--lose names exactly one site']],
    ['two sites', ['--lose', 'ndc-01', '--lose', 'ndc-02'], ['NDC-X320', '--lose (ndc-01, ndc-02) names exactly one site']],
    ['part of a site', ['--lose', 'rack/ndc-01/hall-1/1'], ['NDC-X320', 'names exactly one site']],
    ['a site there is, and no connection', ['--lose', 'ndc-01'], ['NDC-X110 there is no connection']],
  ])('%s is refused by name, without a connection', async (_name, line, says) => {
    const ran = await ndc(['dr', 'declare', '--reason', 'x', '--sites', small, ...line], { cwd: folder() });
    const text = said(ran).replace(/\s+/g, ' ');
    for (const part of says) expect(text).toContain(part);
    if (says[0] === 'NDC-X320') expect([ran.exit, text.includes('.ndc/connections')]).toEqual([2, false]);
    expect(ran.reached).toEqual([]);
    expectNoTrace(ran);
  });
});
