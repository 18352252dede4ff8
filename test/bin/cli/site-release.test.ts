import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { SiteReleaseData } from '../../../bin/site-release-data.js';
import { dayInVietNam, plusDays, readDay } from '../../../sites/model/calendar.js';
import { edit, estate, filesOf } from './estates.js';
import { expectNoTrace, ndc, said } from './ndc.js';

const today = dayInVietNam(new Date());
const until = plusDays(today, 3);
const why = ['--reason', 'đứt cả hai tuyến; đã hỏi qua bộ đàm', '--until', until];

describe('ndc site release', () => {
  it('shows what two people would sign, writes it when asked, and reads it back', async () => {
    const sites = estate();
    const before = filesOf(sites);
    const shown = await ndc(['site', 'release', 'ndc-01', '--sites', sites, ...why]);
    expect([shown.exit, said(shown).replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('Nothing was written')]);
    expect(filesOf(sites)).toEqual(before);
    const ran = await ndc(['site', 'release', 'ndc-01', '--sites', sites, ...why, '--write', '--json']);
    const printed = JSON.parse(ran.out) as SiteReleaseData & { kind: string };
    expect(outcomeSchemaOf(printed.kind)?.safeParse(printed).error?.issues ?? []).toEqual([]);
    expect(printed).toMatchObject({ site: 'ndc-01', until, written: true });
    expect(readFileSync(`${sites}/transitions/${printed.transition}.yaml`, 'utf8')).toMatch(/transition: release\nfrom:\n {2}- site\/ndc-01/);
    const approve = await ndc(['approve', printed.transition, '--sites', sites, '--lang', 'vi']);
    expect([approve.exit, said(approve).replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining(`Cho phép site/ndc-01 phục vụ đến hết ngày ${readDay(until)}`)]);
    expect(ran.reached).toEqual([]);

    const again = await ndc(['site', 'release', 'ndc-01', '--sites', sites, ...why, '--write']);
    expect([again.exit, said(again)]).toEqual([2, expect.stringContaining('NDC-X352')]);
    // Nobody signed it: no page tells of it.
    expect((await ndc(['check', '--sites', sites, '--json'])).out).not.toContain('"released"');
  });

  it.each<[string, readonly string[], string]>([
    ['a site there is not', ['ndc-1', ...why], 'NDC-X351 there is no site "ndc-1"; there are: ndc-01, ndc-02, ndc-03. Did you mean ndc-01?'],
    ['no reason', ['ndc-01', '--until', until], 'NDC-X351 say why'],
    ['no day', ['ndc-01', '--reason', 'x'], `NDC-X351 --until: expected a day from ${today} to ${plusDays(today, 7)}`],
    ['a day too far', ['ndc-01', '--reason', 'x', '--until', plusDays(today, 8)], `--until "${plusDays(today, 8)}"`],
    ['a day that is over', ['ndc-01', '--reason', 'x', '--until', plusDays(today, -1)], 'expected a day from'],
    ['a day that is none', ['ndc-01', '--reason', 'x', '--until', '2026-02-31'], '--until "2026-02-31"'],
    ['a supposed loss', ['ndc-01', ...why, '--lose', 'ndc-02'], 'NDC-X351 nothing is released on supposed data'],
  ])('%s is refused, and nothing is written', async (_name, line, message) => {
    const sites = estate();
    const before = filesOf(sites);
    const ran = await ndc(['site', 'release', ...line, '--sites', sites, '--write']);
    expect([ran.exit, said(ran).replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(message)]);
    expectNoTrace(ran);
    expect(filesOf(sites)).toEqual(before);
  });

  it('is no way back from a declaration that the data know', async () => {
    const sites = estate();
    edit(sites, { 'transitions/mat.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: mat\ntransition: declare\nfrom: [site/ndc-01]\nto: []\nstate: open\napprovals: []\ndeclaration: {at: "2026-10-31T20:15:00Z", case: dead, reason: x, fences: [{fence: edge-withdrawn, state: unproven}, {fence: replication-revoked, state: unproven}, {fence: power-off, state: unproven}]}\n' });
    const ran = await ndc(['site', 'release', 'ndc-01', '--sites', sites, ...why, '--write']);
    expect([ran.exit, said(ran).replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('ndc-01 is declared lost (mat, open). A release is no way back: ndc dr return ndc-01')]);
  });
});
