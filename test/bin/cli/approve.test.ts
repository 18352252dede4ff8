import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { edit, estate, filesOf } from './estates.js';
import { asOf, expectNoTrace, ndc, said } from './ndc.js';

const transition = (more: string): string => `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: dung\n${more}to: []\napprovals: []\n`;
const steps = (location: string): string => `transition: offboard
from: [organisation/so-b, system/cong-tin]
state: open
offboarding:
  organisation: so-b
  cordon: {on: 2026-10-01, figures: stated, limits: [{namespace: cong-tin-prod, site: ndc-01, cpu: 250m, memory: 1Gi, storage: {ndc-block: 20Gi}, pods: 3}]}
  export: {on: 2026-10-02, location: ${JSON.stringify(location)}, digest: "sha256:${'a'.repeat(64)}", confirmedBy: Trần Thị B}
  retention: {on: 2026-10-03, until: 2027-01-31}
`;
const place = (more = steps('s3://kho/so-b')): string => {
  const sites = estate();
  edit(sites, { 'transitions/dung.yaml': transition(more), 'catalogue/signers.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Signers\nsigners: []\n' });
  return sites;
};

describe('ndc approve', () => {
  it('shows in Vietnamese and English what a signature would permit, and fits its schema; no program is needed to look', async () => {
    const sites = place();
    const vietnamese = said(await ndc(['approve', 'dung', '--sites', sites, ...asOf, '--lang', 'vi']));
    for (const words of ['xóa vĩnh viễn các môi trường sau của so-b', 'cong-tin-prod ở ndc-01 (khi khóa: 250m CPU, 1Gi, 3 pod, ndc-block 20Gi)', 's3://kho/so-b', 'Trần Thị B xác nhận', 'giữ đến hết ngày 31/01/2027', 'Còn thiếu 2 trong 2 người', 'Chưa ký gì']) expect(vietnamese.replace(/\s+/g, ' ')).toContain(words);
    expect(said(await ndc(['approve', 'dung', '--sites', sites, ...asOf]))).toContain('2 of 2 people still missing');
    const data = JSON.parse((await ndc(['approve', 'dung', '--sites', sites, ...asOf, '--json'])).out) as { kind: string };
    expect(outcomeSchemaOf(data.kind)?.safeParse(data).error?.issues ?? []).toEqual([]);
  });

  it('shows what a file says without letting it speak to the terminal', async () => {
    const shown = await ndc(['approve', 'dung', '--sites', place(steps('s3://kho ‮xyz‬')), ...asOf]);
    expect(shown.out).not.toMatch(/[\u202a-\u202e]/);
  });

  it.each<[string, string, readonly string[], number, string]>([
    ['what there is not', steps('x'), ['dungg'], 2, 'there is no transition "dungg" in transitions/. Did you mean dung?'],
    ['signing without a key', steps('x'), ['dung', '--write'], 2, 'to sign, name the key: --key <file>'],
    ['a key that is not there', steps('x'), ['dung', '--write', '--key', '/nonexistent/key'], 2, 'there is no such key file'],
    ['an offboarding that has only begun', 'transition: offboard\nfrom: [system/cong-tin]\nstate: open\n', ['dung'], 1, 'the steps cordon, export, retain are missing'],
    ['a draft', 'transition: offboard\nfrom: [stack/ndc-01-platform]\nstate: draft\n', ['dung'], 1, 'its state is draft'],
    ['a declaration with an unproven fence', `transition: declare\nfrom: [site/ndc-01]\nstate: open\ndeclaration: {at: "2026-10-31T20:15:00Z", case: dead, reason: x, fences: [{fence: edge-withdrawn, state: unproven}, {fence: replication-revoked, state: unproven}, {fence: power-off, state: unproven}]}\n`, ['dung'], 1, 'fencing is unproven: edge-withdrawn, replication-revoked, power-off. To mend it declare it again with every --fence, or add --accept-unproven: ndc dr declare --lose ndc-01 … --write'],
    ['a what-if', steps('x'), ['dung', '--with', '/nonexistent.yaml'], 2, 'nothing is approved on supposed data'],
  ])('%s is refused, and nothing is written', async (_name, more, line, exit, message) => {
    const sites = place(more);
    const before = filesOf(sites);
    const ran = await ndc(['approve', ...line, '--sites', sites, ...asOf]);
    expect([ran.exit, said(ran).replace(/\s+/g, ' ')]).toEqual([exit, expect.stringContaining(message)]);
    expectNoTrace(ran);
    expect(filesOf(sites)).toEqual(before);
  });
});
