import { describe, expect, it } from 'vitest';
import { outcome as queueSchema } from '../../../bin/outcomes/tenant-queue.js';
import { outcome as reviewSchema } from '../../../bin/outcomes/tenant-review.js';
import { json } from '../../../bin/present/json.js';
import { markdown as queueMarkdown } from '../../../bin/present/tenant/queue-markdown.js';
import { text as queueText } from '../../../bin/present/tenant/queue.js';
import { markdown as reviewMarkdown } from '../../../bin/present/tenant/review-markdown.js';
import { tenantQueueOf } from '../../../bin/tenant-queue.js';
import type { TenantQueueData } from '../../../bin/tenant-queue-data.js';
import type { TenantReviewData } from '../../../bin/tenant-review-data.js';
import { loadEstate } from '../../../sites/model/load.js';
import type { SourceFile } from '../../../sites/model/source-file.js';
import { asOf } from '../../sites/model/estate-files.js';
import { filesOf, ordinary, puts } from '../../sites/tenancy/requests.js';
import { reviewed } from './review.js';

const vi = { lang: 'vi', columns: 100, colour: false } as const;
const en = { ...vi, lang: 'en' } as const;
const prod = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';
const other = 'tenants/bo-cong-an.yaml';
const police = `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-cong-an
owners: {accountable: Vụ trưởng, technical: Trung tâm, mailbox: platform@example.vn}
systems:
  - {id: can-cuoc, name: Căn cước, securityLevel: 2, sharing: shared, importance: ordinary, secrecy: none, personalData: none, environments: [{name: prod, quota: {cpu: 20, memory: 64Gi, storage: {block: 1Ti}, pods: 100}, placement: {primary: ndc-01, standby: ndc-02}}]}
`;

/** Nodes of their own, without which no state secret runs anywhere. */
const secretNodes = (text: string): string => text.replace('nodePools:\n', 'nodePools:\n  - {id: secret, purpose: secret, shape: {cpu: 64, memory: 256Gi}, count: 4, rackUnits: 2, watts: 800, allocatableReserve: {cpu: 2, memory: 8Gi}, available: 2025-Q3}\n');
const sites = { 'ndc-01.yaml': secretNodes, 'ndc-02.yaml': (text: string): string => secretNodes(text).replace('available: 2025-Q3', 'available: 2027-Q4') };

/** One organisation's file with a secret system of a size, beside an open one that grows. */
const withSecret = (tebi: number): SourceFile[] =>
  filesOf(
    puts(...ordinary, [prod, prod.replace('cpu: 8', 'cpu: 12')], [
      '  - id: ho-so-suc-khoe',
      `  - {id: lien-lac, name: "Liên lạc", securityLevel: 2, sharing: specialised, importance: ordinary, secrecy: mat, personalData: none, environments: [{name: prod, quota: {cpu: ${tebi}, memory: ${tebi}Gi, storage: {block: ${tebi}Ti}, pods: ${tebi}, backup: ${tebi}Ti}, largestPod: {cpu: ${tebi + 100}, memory: ${tebi + 900}Gi}}]}\n  - id: ho-so-suc-khoe`,
    ]),
    { ...sites, [other]: police },
  );
const base = filesOf(puts(...ordinary), sites);

/** All that is printed of it, without digests: they name what was asked and are read from none. */
const printed = (all: readonly string[]): string => all.join('\n').replace(/sha256:[0-9a-f]{64}/g, 'sha256:…');
const review = (tebi: number): TenantReviewData => reviewed(base, withSecret(tebi), ['bo-y-te', 'bo-cong-an']);
const reviewPages = (data: TenantReviewData): string => printed([vi, en].flatMap((view) => [reviewMarkdown(data, view, { whole: true }), json({ kind: 'ndc/tenant-review.v1', data, exit: 0 })]));

function queue(tebi: number): TenantQueueData {
  const loaded = loadEstate(base, asOf);
  if ('diagnostics' in loaded) throw new Error('the base does not load');
  const open = [['secret', 'bo-y-te'], ['open', 'bo-cong-an']].map(([id = '', organisation = '']) => {
    const head = withSecret(tebi);
    return { id, files: { head, organisations: [organisation], changedLines: {}, foreign: [], outdated: [] }, loaded: loadEstate(head, asOf), history: {} };
  });
  return tenantQueueOf({ base: loaded.estate, open }, (estate) => estate);
}
const queuePages = (data: TenantQueueData): string => printed([vi, en].flatMap((view) => [queueText(data, view), queueMarkdown(data, view, { whole: true }), json({ kind: 'ndc/tenant-queue.v1', data, exit: 0 })]));

describe.each([
  ['that fits', 3, 5, 'fits', 'something'],
  ['that is too large', 7000, 7777, 'does-not-fit', 'decides'],
] as const)('a system of state secrets %s', (_, one, another, verdict, concealed) => {
  it('reads the same in a review whatever its size, in every form', () => {
    const [a, b] = [review(one), review(another)];
    expect([a.fit?.verdict, b.fit?.verdict, a.fit?.concealed]).toEqual([verdict, verdict, concealed]);
    expect(reviewPages(a)).toBe(reviewPages(b));
    const printed: unknown = JSON.parse(json({ kind: 'ndc/tenant-review.v1', data: a, exit: 1 }));
    expect(reviewSchema.safeParse(printed).error?.issues ?? []).toEqual([]);
    // Nodes of the open system that grows beside it are told all the same: 4 cores of its own, 20 of the other body.
    expect(a.fit?.rows.filter(({ site, resource }) => site === 'ndc-01' && resource === 'cpu').map(({ request }) => request)).toEqual([24_000n]);
    expect(a.fit?.rows.filter(({ resource }) => resource.startsWith('storage/'))).toEqual([]);
  });

  it('reads the same in the queue whatever its size, in every form, and its price is not told as none', () => {
    const [a, b] = [queue(one), queue(another)];
    expect(a.open.map(({ id, fit }) => [id, fit?.alone.verdict]).sort()).toEqual([['open', 'fits'], ['secret', verdict]]);
    expect(queuePages(a)).toBe(queuePages(b));
    const printed: unknown = JSON.parse(json({ kind: 'ndc/tenant-queue.v1', data: a, exit: 1 }));
    expect(queueSchema.safeParse(printed).error?.issues ?? []).toEqual([]);
    expect(queueText(a, vi)).toContain('(không gồm bí mật nhà nước)');
  });
});

it('says that what is not told decides, where a reader sees room left in every row', () => {
  const page = reviewMarkdown(review(7777), vi);
  expect(page).toContain('Không đủ chỗ là do những tài nguyên không nêu ở đây');
  expect(queueText(queue(7777), vi).replaceAll(/\s+/g, ' ')).toContain('secret: thiếu tài nguyên không nêu ở đây');
});

it('tells figures where a secret system stays as it is', () => {
  const grown = withSecret(3).map((file) => (file.name === other ? { name: other, bytes: new TextEncoder().encode(police.replace('block: 1Ti', 'block: 2Ti')) } : file));
  const data = reviewed(withSecret(3), grown, ['bo-cong-an']);
  expect(data.fit?.rows.map(({ resource }) => resource)).toContain('storage/block');
  expect(data.fit?.concealed).toBe('nothing');
});
