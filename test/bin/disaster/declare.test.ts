import { describe, expect, it } from 'vitest';
import { caseOf } from '../../../bin/disaster/case-of.js';
import { consequencesOf, declarationText, declaredData, freeDeclarationId, requireUndeclared } from '../../../bin/disaster/declare.js';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { fencesOf } from '../../../bin/disaster/fence-option.js';
import { done, freeReturnId, newReturn, nextReturn, returnRows, withReturnStep } from '../../../bin/disaster/return.js';
import type { DrDeclareData } from '../../../bin/dr-declare-data.js';
import type { DrReturnData } from '../../../bin/dr-return-data.js';
import { Failure } from '../../../bin/failure.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { text as declareText } from '../../../bin/present/dr/declare.js';
import { text as returnText } from '../../../bin/present/dr/return.js';
import { json } from '../../../bin/present/json.js';
import { day } from '../../../sites/model/calendar.js';
import { declarationWords } from '../../../sites/model/disaster-words.js';
import { messageOf } from '../../../sites/model/diagnostic.js';
import type { Declaration, DeclaredFence, LossCase, Return } from '../../../sites/model/kinds/disaster.js';
import type { Transition } from '../../../sites/model/kinds/ledger.js';
import { withLosses } from '../../../sites/model/losses.js';
import { loadEstate } from '../../../sites/model/load.js';
import { codesOf, revealed } from '../../../sites/tenancy/conceal.js';
import { restoresAtStandby, restoresOf } from '../../../sites/recovery/restores.js';
import { splitBrainWindow, windowWords } from '../../../sites/model/split-brain.js';
import { edited, estateOf, smallEstate, smallEstateFiles } from '../../stacks/estate-small.js';

const at = '2026-11-29T20:15:00Z';
const { estate } = smallEstate();

/** Code and English message of what a function refuses. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return `${error.code}: ${error.text.en}`;
    throw error;
  }
  return 'taken';
}

describe('--fence', () => {
  it('reads a proof with its evidence and somebody’s word; of the rest nobody knows', () => {
    expect(fencesOf(['power-off=proven:Nguyễn Văn A:PDU: 4711', 'edge-withdrawn=attested:Trần B'], at)).toEqual([
      { fence: 'edge-withdrawn', state: 'attested', by: 'Trần B', at },
      { fence: 'replication-revoked', state: 'unproven' },
      { fence: 'power-off', state: 'proven', by: 'Nguyễn Văn A', at, evidence: 'PDU: 4711' },
    ]);
  });

  it.each([
    ['powr-off=attested:A', /NAME=proven:WHO:EVIDENCE.*Did you mean power-off/],
    ['power-off', /expected NAME=proven/],
    ['power-off=done:A', /its state is proven, attested or unproven/],
    ['power-off=attested', /say who/],
    ['power-off=proven:A', /proven needs its evidence/],
  ])('%s is refused', (given, says) => {
    expect(refusal(() => fencesOf([given], at))).toMatch(says);
  });

  it('takes no fence twice', () => {
    expect(refusal(() => fencesOf(['power-off=attested:A', 'power-off=attested:B'], at))).toMatch(/given twice/);
  });
});

describe('which case it is', () => {
  const asked = (...answers: readonly boolean[]) => ['ndc-01', 'ndc-02', 'ndc-03'].map((site, index) => ({ site, answers: answers[index] ?? true }));
  const off: readonly DeclaredFence[] = [{ fence: 'power-off', state: 'proven', by: 'A', at, evidence: 'x' }];
  const given = (answers: readonly boolean[], more: { given?: LossCase; confirmed?: boolean; fences?: readonly DeclaredFence[] } = {}): string => {
    let found: LossCase | undefined;
    const refused = refusal(() => (found = caseOf({ site: 'ndc-01', asked: asked(...answers), fences: more.fences ?? [], confirmed: more.confirmed ?? false, ...(more.given === undefined ? {} : { given: more.given }) })));
    return found ?? refused;
  };

  it.each<[string, string, RegExp]>([
    ['it answers', given([true]), /^NDC-X321/],
    ['it answers, and that was confirmed', given([true], { confirmed: true }), /^brownout$/],
    ['it answers and is cut off from the others', given([true], { confirmed: true, given: 'link-cut' }), /^link-cut$/],
    ['it answers and is said to be dead', given([true], { confirmed: true, given: 'dead' }), /^NDC-X323/],
    ['it is silent, and nobody says why', given([false]), /^NDC-X324/],
    ['it is silent, and its power is proven off', given([false], { fences: off }), /^dead$/],
    ['it is silent and said to be dead', given([false], { given: 'dead' }), /^dead$/],
    ['it is silent and still serves', given([false], { given: 'link-cut' }), /^link-cut$/],
    ['it is silent and said to brown out', given([false], { given: 'brownout' }), /^NDC-X323/],
    ['nobody answers', given([false, false, false], { given: 'dead' }), /^NDC-X322/],
    ['one other answers', given([false, false, true], { given: 'dead' }), /^dead$/],
  ])('%s', (_name, found, expected) => {
    expect(found).toMatch(expected);
  });
});

describe('the split-brain window', () => {
  const fence = (name: DeclaredFence['fence'], when = at): DeclaredFence => ({ fence: name, state: 'attested', by: 'A', at: when });
  it.each<[string, LossCase, readonly DeclaredFence[], string, string | undefined]>([
    ['no power', 'dead', [fence('power-off')], 'shut', undefined],
    ['power cut later', 'link-cut', [fence('power-off', '2026-11-29T20:40:00Z')], 'closing', '2026-11-29T20:40:00Z'],
    ['no edge: until resolvers forget', 'brownout', [fence('edge-withdrawn')], 'closing', '2026-11-29T20:16:00Z'],
    ['no edge long since', 'brownout', [fence('edge-withdrawn', '2026-11-29T20:00:00Z')], 'shut', undefined],
    ['no edge, but clients inside it', 'link-cut', [fence('edge-withdrawn')], 'open', undefined],
    ['replication revoked alone', 'dead', [fence('replication-revoked')], 'open', undefined],
    ['nothing proven', 'dead', [], 'open', undefined],
  ])('%s', (_name, which, fences, is, until) => {
    const window = splitBrainWindow({ at, case: which, fences: [...fences] }, 60);
    expect([window.is, window.until]).toEqual([is, until]);
    const { vi, en } = windowWords(window);
    for (const words of [vi, en]) expect(words.length).toBeGreaterThan(20);
  });
});

const declaration: Declaration = { at, case: 'dead', reason: 'động đất ‮', siteAnswers: false, fences: [...fencesOf(['power-off=proven:An:PDU', 'edge-withdrawn=attested:An', 'replication-revoked=attested:An'], at)] };

describe('a declaration', () => {
  it('names the data that would be gone, and wants each of them accepted by name', () => {
    const { gone } = consequencesOf({ ...estate, requests: {} }, 'ndc-01', { at });
    expect(gone).toEqual([]);
    const without = { ...estate, requests: Object.fromEntries(Object.entries(estate.requests).map(([id, request]) => [id, { ...request, systems: request.systems.map((system) => ({ ...system, protection: 'bronze' as const, environments: system.environments.map((one) => ({ ...one, placement: { primary: 'ndc-01' } })) })) }])), settings: { ...estate.settings, placement: { ...estate.settings.placement, candidates: ['ndc-01'] } } };
    const said = refusal(() => consequencesOf(without, 'ndc-01', { at }));
    expect(said).toMatch(/^NDC-X326: with ndc-01 no copy is left of: ho-so-prod \(.*databases ho-so.*\).*gone for good/);
    const all = /no copy is left of: (.*)\. Those/.exec(said)?.[1]?.split('; ').map((one) => one.split(' ')[0] ?? '') ?? [];
    expect(all.length).toBeGreaterThan(1);
    // One that holds state secrets goes by its code, without amounts and names; the code is what can be accepted.
    const codes = codesOf(estate);
    const code = codes.get('mat-ma') ?? '';
    expect(all).toContain(`${code}-prod`);
    expect(said).toContain(`${code}-prod (data that are state secrets)`);
    expect(said).not.toContain('mat-ma');
    const meant = all.map((one) => revealed(one, codes));
    expect(meant).toContain('mat-ma-prod');
    expect(refusal(() => consequencesOf(without, 'ndc-01', { at, accepts: meant.slice(1) }))).toMatch(/^NDC-X326/);
    expect(consequencesOf(without, 'ndc-01', { at, accepts: meant }).gone.map(({ environment }) => environment.namespace)).toEqual(meant);
    expect(refusal(() => consequencesOf(estate, 'ndc-01', { at, accepts: ['mat-ma-prod'] }))).toBe(`NDC-X327: --accept-loss names "${code}-prod", and its data do not go with ndc-01.`);
    expect(refusal(() => consequencesOf(estate, 'ndc-01', { at, accepts: ['ho-so-prod'] }))).toMatch(/^NDC-X327/);
  });

  it('is a file that loads, of which there is one a site', () => {
    const name = 'transitions/declare-ndc-01-2026-11-29.yaml';
    const bytes = Buffer.from(declarationText('declare-ndc-01-2026-11-29', 'ndc-01', { ...declaration, reason: 'x: "${y}" # z' }, { state: 'open', opened: '2026-11-30' }));
    const loaded = loadEstate([...smallEstateFiles(), { name, bytes }], day('2026-12-01'));
    if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics));
    expect(loaded.estate.transitions['declare-ndc-01-2026-11-29']?.declaration?.reason).toBe('x: "${y}" # z');
    // Nobody signed it: to declare again is how a mistake in it is mended.
    expect(requireUndeclared(loaded.estate, 'ndc-01')?.id).toBe('declare-ndc-01-2026-11-29');
    const own = loaded.estate.transitions['declare-ndc-01-2026-11-29'];
    const signed = { ...loaded.estate, transitions: { ...loaded.estate.transitions, 'declare-ndc-01-2026-11-29': { ...own, approvals: [{ by: 'an@x' }] } as unknown as Transition } };
    expect(refusal(() => requireUndeclared(signed, 'ndc-01'))).toMatch(/^NDC-X325.*not yet by two people.*ndc approve declare-ndc-01-2026-11-29 --key <file> --write/);
    expect(refusal(() => requireUndeclared(withLosses(loaded.estate, [{ site: 'ndc-01', declaration: 'declare-ndc-01-2026-11-29', at }]), 'ndc-01'))).toMatch(/^NDC-X325.*in force.*ndc dr return ndc-01/);
    // Another site's can be declared once this one is in force, not beside one that nobody signed.
    expect(refusal(() => requireUndeclared(loaded.estate, 'ndc-02'))).toMatch(/^NDC-X325.*lacks two signatures/);
    expect(refusal(() => requireUndeclared(withLosses(loaded.estate, [{ site: 'ndc-01', declaration: 'declare-ndc-01-2026-11-29', at }]), 'ndc-02'))).toBe('taken');
    expect(freeDeclarationId(loaded.estate, 'ndc-01', at)).toBe('declare-ndc-01-2026-11-29-2');
  });

  it('restores an environment without a standby where its backups lie, says from what and how old, and who signs reads it', () => {
    const files = edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => `${text.trimEnd()}\n  - id: thu-vien\n    name: Thư viện số\n    securityLevel: 2\n    sharing: open\n    importance: ordinary\n    secrecy: none\n    personalData: none\n    environments: [{name: prod, quota: {size: s}, placement: {primary: ndc-01, backup: ndc-02}}]\n`);
    const { estate: small } = estateOf(files);
    const foretold = foretoldOf(small, 'ndc-01');
    const restores = restoresOf(foretold.recovered).map(({ to, environments }) => ({ to, environments: [...environments] }));
    expect(restores).toEqual([{ to: 'ndc-02', environments: ['thu-vien-prod'] }]);
    const whole = { ...declaration, restores };
    const told = declaredData(small, 'ndc-01', whole, consequencesOf(small, 'ndc-01', whole), foretold);
    expect(told.restored.find(({ tier }) => tier === 'bronze')).toMatchObject({ to: 'ndc-02', from: 'ndc-02', location: 'ndc-02-of-ndc-01', reserved: false, namespaces: ['thu-vien-prod'] });
    // Without the list it stops, as whatever has no room does, and its data are not gone.
    const without = declaredData(small, 'ndc-01', declaration, consequencesOf(small, 'ndc-01', declaration), foretold);
    expect(without.stopped.find(({ namespace }) => namespace === 'thu-vien-prod')).toMatchObject({ backupAt: 'ndc-02' });
    const data: DrDeclareData = { ...told, transition: 'd', file: 'data/d.yaml', written: false, asked: [], next: [] };
    expect(outcomeSchemaOf('ndc/dr-declare.v1')?.safeParse(JSON.parse(json({ kind: 'ndc/dr-declare.v1', exit: 0, data }))).error?.issues ?? []).toEqual([]);
    expect(declareText(data, { columns: 200, colour: false, lang: 'vi' })).toMatch(/Phục hồi từ bản sao lưu[\s\S]*đồng → ndc-02: 1 \(thu-vien-prod\)\n.*từ bản sao lưu ở ndc-02 \(vị trí ndc-02-of-ndc-01\); dữ liệu cũ đến .*không dành sẵn/);
    expect(declareText(data, { columns: 200, colour: false, lang: 'en' })).toMatch(/Restored from backups[\s\S]*from the backup at ndc-02 \(location ndc-02-of-ndc-01\); data up to .* old, promised 1 d/);
    const words = declarationWords('site/ndc-01', whole);
    expect(words.some(({ vi }) => /PHỤC HỒI từ bản sao lưu vào ndc-02.*thu-vien-prod/.test(vi))).toBe(true);
    expect(words.some(({ en }) => /RESTORES from backups at ndc-02.*thu-vien-prod/.test(en))).toBe(true);
  });

  it('tells whoever signs of everybody it tells of as restored, those with a place at their standby as well', () => {
    const foretold = foretoldOf(estate, 'ndc-01');
    const listed = (all: ReturnType<typeof restoresOf>) => all.map(({ to, environments }) => ({ to, environments: [...environments] }));
    const [restores, kept] = [listed(restoresOf(foretold.recovered)), listed(restoresAtStandby(foretold.recovered))];
    expect(kept.length).toBeGreaterThan(0);
    const whole = { ...declaration, restores, restoresAtStandby: kept };
    const told = declaredData(estate, 'ndc-01', whole, consequencesOf(estate, 'ndc-01', whole), foretold).restored.flatMap(({ namespaces }) => namespaces);
    expect([...restores, ...kept].flatMap(({ environments }) => environments).sort()).toEqual([...told].sort());
    for (const lang of ['vi', 'en'] as const) {
      const signed = declarationWords('site/ndc-01', whole).map((one) => one[lang]).filter((line) => /^(PHỤC HỒI|RESTORES) /.test(line)).join(' ');
      for (const namespace of told) expect(signed).toContain(namespace);
    }
    const bytes = Buffer.from(declarationText('mat', 'ndc-01', whole, { state: 'open', opened: '2026-11-30' }));
    const loaded = loadEstate([...smallEstateFiles(), { name: 'transitions/mat.yaml', bytes }], day('2026-12-01'));
    expect('estate' in loaded ? loaded.estate.transitions['mat']?.declaration?.restoresAtStandby : loaded.diagnostics).toEqual(kept);
  });

  it.each([
    ['at the lost site itself', [{ to: 'ndc-01', environments: ['ho-so-dev'] }], /NDC-E050.*ndc-01 itself/],
    ['twice', [{ to: 'ndc-02', environments: ['ho-so-dev'] }, { to: 'ndc-03', environments: ['ho-so-dev'] }], /NDC-E050.*ho-so-dev is listed twice/],
    ['at a site that is none', [{ to: 'ndc-07', environments: ['ho-so-dev'] }], /ndc-07/],
  ])('is refused where it restores %s', (_where, restores, says) => {
    const bytes = Buffer.from(declarationText('mat', 'ndc-01', { ...declaration, restores }, { state: 'open', opened: '2026-11-30' }));
    const loaded = loadEstate([...smallEstateFiles(), { name: 'transitions/mat.yaml', bytes }], day('2026-12-01'));
    expect('diagnostics' in loaded ? loaded.diagnostics.map((one) => `${one.code} ${messageOf(one).en}`).join('\n') : 'loaded').toMatch(says);
  });

  it('is told in both languages with every fence, who moves and who stops; its JSON fits', () => {
    const told = declaredData(estate, 'ndc-01', declaration, consequencesOf(estate, 'ndc-01', declaration), foretoldOf(estate, 'ndc-01'));
    const data: DrDeclareData = { ...told, transition: 'd', file: 'data/d.yaml', written: false, asked: [{ site: 'ndc-01', answers: false, reason: { vi: 'hết giờ', en: 'timed out' } }, { site: 'ndc-02', answers: true }], next: [{ vi: 'n', en: 'n' }] };
    expect(told.moves.flatMap(({ namespaces }) => namespaces)).toContain('ho-so-prod');
    const printed = JSON.parse(json({ kind: 'ndc/dr-declare.v1', exit: 0, data })) as unknown;
    expect(outcomeSchemaOf('ndc/dr-declare.v1')?.safeParse(printed).error?.issues ?? []).toEqual([]);
    const view = { columns: 100, colour: false } as const;
    expect(declareText(data, { ...view, lang: 'vi' })).toMatch(/Tuyên bố mất ndc-01 .*, 03:15:00 30\/11\/2026 giờ Việt Nam\n[\s\S]*cắt điện: đã chứng minh[\s\S]*Không có lúc nào hai nơi cùng ghi/);
    const english = declareText(data, { ...view, lang: 'en' });
    expect(english).toMatch(/power off: proven \(An[\s\S]*gold → ndc-02: \d/);
    expect(english).not.toContain('\u202e');
  });
});

describe('a way back', () => {
  const back: Return = { declaration: 'mat', fence: { at, by: 'A', evidence: 'x' } };
  it('has an id of its own where the site was lost before on the same day', () => {
    const loss = { site: 'ndc-01', at: '2026-11-30T02:05:00Z' };
    const taken = (...ids: readonly string[]) => freeReturnId({ transitions: Object.fromEntries(ids.map((id) => [id, {} as Transition])) }, loss);
    expect([taken(), taken('return-ndc-01-2026-11-30'), taken('return-ndc-01-2026-11-30', 'return-ndc-01-2026-11-30-2')]).toEqual(['return-ndc-01-2026-11-30', 'return-ndc-01-2026-11-30-2', 'return-ndc-01-2026-11-30-3']);
  });

  it('is a file that grows step by step and ends as done', () => {
    const first = newReturn('ve', 'ndc-01', back, '2026-11-30');
    const next = withReturnStep(`${first}# chú thích\n`, 'reclone', { at, by: 'B', how: 're-clone', nothingDiverged: true });
    expect(next).toMatch(/fence:[\s\S]*reclone:[\s\S]*# chú thích/);
    expect(done(next)).toMatch(/^state: done$/m);
    const mat = declarationText('mat', 'ndc-01', declaration, { state: 'open', opened: '2026-11-29' });
    const loaded = loadEstate([...smallEstateFiles(), { name: 'transitions/mat.yaml', bytes: Buffer.from(mat) }, { name: 'transitions/ve.yaml', bytes: Buffer.from(next) }], day('2026-12-01'));
    if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics));
    expect((loaded.estate.transitions['ve'] as Transition).return?.reclone?.how).toBe('re-clone');
  });

  it('says what comes next at every step, in both languages; its JSON fits', () => {
    const steps: Return = { ...back, reclone: { at, by: 'A', how: 'rewind', proof: 'WAL', diverged: { location: 'kho', digest: `sha256:${'a'.repeat(64)}`, rows: 93 } }, verify: { at, by: 'B', location: 'kho', digest: `sha256:${'b'.repeat(64)}`, equal: true }, demote: { at }, token: { at, tokens: [] }, promote: { at } };
    const taken = Object.keys(steps);
    const said = taken.map((_, index) => nextReturn('ndc-01', 've', Object.fromEntries(Object.entries(steps).slice(0, index + 1)) as unknown as Return, { signed: false, closed: false, byBackup: 0 }));
    expect(said.map(({ en }) => /ndc (?:dr return ndc-01|approve) \S+|ndc dr return \S+ close/.exec(en)?.[0])).toEqual(['ndc dr return ndc-01 fence', 'ndc dr return ndc-01 reclone', 'ndc dr return ndc-01 verify', 'ndc approve ve', 'ndc dr return ndc-01 token', 'ndc dr return ndc-01 promote', 'ndc dr return ndc-01 close']);
    const data: DrReturnData = { site: 'ndc-01', declaration: 'mat', transition: 've', file: 'data/ve.yaml', written: true, taken: 'verify', steps: returnRows(steps), closed: false, given: [{ by: 'an@x', on: day('2026-11-30'), key: 'SHA256:x' }], refused: [{ by: 'b', on: day('2026-11-30'), because: { vi: 'r', en: 'r' } }], needed: 2, stale: [{ namespace: 'a-prod', newestAt: 'ndc-02' }], returning: ['b-prod', 'c-prod'], byBackup: [{ namespace: 'c-prod', from: 'ndc-03' }], next: { vi: 'n', en: 'n' } };
    const printed = JSON.parse(json({ kind: 'ndc/dr-return.v1', exit: 0, data })) as unknown;
    expect(outcomeSchemaOf('ndc/dr-return.v1')?.safeParse(printed).error?.issues ?? []).toEqual([]);
    expect(returnText(data, { lang: 'vi', columns: 120, colour: false })).toMatch(/giữ 93 dòng lệch: kho[\s\S]*Bản sao đã cũ/);
    expect(returnText(data, { lang: 'en', columns: 120, colour: false })).toMatch(/93 diverged rows kept: kho[\s\S]*1 of them come back by backup: c-prod \(at ndc-03\)/);
    for (const step of ['demote', 'promote'] as const) {
      const upTo = Object.fromEntries(Object.entries(steps).slice(0, taken.indexOf(step) + 1)) as unknown as Return;
      expect(nextReturn('ndc-01', 've', upTo, { signed: true, closed: false, byBackup: 7 }).en).toMatch(step === 'demote' ? /Stop the 7 environments .* back them up once more/ : /Restore 7 environments from their last backup/);
    }
  });
});
