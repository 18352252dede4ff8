import { describe, expect, it } from 'vitest';
import { approvalDigest, notApprovable } from '../../../sites/model/approval.js';
import { approvalWords } from '../../../sites/model/approval-words.js';
import { mayPromote } from '../../../sites/model/fencing.js';
import { english, estateOf, type Changes } from './estate-files.js';

const at = '2026-11-29T20:15:00Z';
const fences = { edge: `{fence: edge-withdrawn, state: proven, by: A, at: "${at}", evidence: BGP}`, revoked: `{fence: replication-revoked, state: attested, by: A, at: "${at}"}`, power: `{fence: power-off, state: proven, by: B, at: "${at}", evidence: PDU}` };
interface Given {
  readonly id?: string;
  readonly kind?: string;
  readonly from?: string;
  readonly state?: string;
  readonly case?: string;
  readonly fences?: readonly string[];
  readonly more?: string;
  readonly approvals?: string;
}
const declaration = ({ id = 'mat', kind = 'declare', from = 'site/ndc-01', state = 'open', case: which = 'dead', fences: listed = Object.values(fences), more = '', approvals = '[]' }: Given = {}): Changes => ({
  [`transitions/${id}.yaml`]: `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: ${id}\ntransition: ${kind}\nfrom: [${from}]\nto: []\nstate: ${state}\napprovals: ${approvals}\ndeclaration:\n  at: "${at}"\n  case: ${which}\n  reason: động đất\n  fences: [${listed.join(', ')}]\n${more}`,
});

const hash = `"sha256:${'a'.repeat(64)}"`;
const steps = {
  fence: '{at: "2026-11-30T01:00:00Z", by: A, evidence: kubectl get}',
  reclone: '{at: "2026-11-30T02:00:00Z", by: A, how: re-clone, nothingDiverged: true}',
  verify: `{at: "2026-11-30T03:00:00Z", by: A, location: s3, digest: ${hash}, equal: true}`,
  demote: '{at: "2026-11-30T04:00:00Z"}',
  token: '{at: "2026-11-30T05:00:00Z", tokens: [{namespace: a-prod, cluster: a, token: abc=}]}',
  promote: '{at: "2026-11-30T06:00:00Z"}',
};
const back = (taken: Partial<typeof steps>, { id = 've', kind = 'return', from = 'site/ndc-01', state = 'open', of = 'mat' } = {}): Changes => ({
  [`transitions/${id}.yaml`]: `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: ${id}\ntransition: ${kind}\nfrom: [${from}]\nto: []\nstate: ${state}\napprovals: []\nreturn:\n  declaration: ${of}\n${Object.entries(taken).map(([name, body]) => `  ${name}: ${body}\n`).join('')}`,
});
const until = (step: keyof typeof steps): Partial<typeof steps> => Object.fromEntries(Object.entries(steps).slice(0, Object.keys(steps).indexOf(step) + 1));
const twice = `[{by: a, on: 2026-11-30, digest: ${hash}, signature: x}, {by: b, on: 2026-11-30, digest: ${hash}, signature: y}]`;

describe('what declarations and returns say and is not so', () => {
  it.each<[string, Changes, RegExp]>([
    ['two sites', declaration({ from: 'site/ndc-01, site/ndc-02' }), /NDC-E050 .*exactly one site/],
    ['no site', declaration({ from: 'stack/ndc-01-platform' }), /exactly one site/],
    ['a site there is not', declaration({ from: 'site/ndc-09' }), /NDC-E021 .*"ndc-09"/],
    ['dead, and it answers', declaration({ more: '  siteAnswers: true\n' }), /the case is dead, and the site answers/],
    ['a proof that is none', declaration({ fences: [fences.edge.replace(', evidence: BGP', ''), fences.revoked, fences.power] }), /edge-withdrawn is proven and no evidence is named/],
    ['somebody’s word that is nobody’s', declaration({ fences: [fences.edge, fences.revoked.replace('by: A, ', ''), fences.power] }), /replication-revoked is attested and nobody is named/],
    ['a fence without an instant', declaration({ fences: [fences.edge, `{fence: replication-revoked, state: attested, by: A}`, fences.power] }), /no instant is named/],
    ['a fence twice', declaration({ fences: [fences.edge, fences.edge, fences.revoked, fences.power] }), /edge-withdrawn is listed twice/],
    ['a fence of which nothing is said', declaration({ fences: [fences.edge, fences.power] }), /nothing is said of replication-revoked; write unproven/],
    ['another kind', declaration({ kind: 'offboard' }), /the block declaration belongs to a declare/],
    ['abandoned after two signatures', declaration({ state: 'abandoned', approvals: twice }), /two people signed it, so it cannot be abandoned/],
    ['done without a return', declaration({ state: 'done' }), /state: done needs a return that is done/],
    ['a second one for the site', { ...declaration(), ...declaration({ id: 'nua' }) }, /NDC-E051 "nua" declares ndc-01 lost, but the declaration "mat"/],
    ['an instant that is none', { 'transitions/mat.yaml': (declaration()['transitions/mat.yaml'] as string).replace(`at: "${at}"\n  case`, 'at: "2026-02-30T10:00:00Z"\n  case') }, /an instant in UTC/],
    ['a return without a declaration', back({ fence: steps.fence }), /NDC-E052 .*nothing returns from a loss nobody declared/],
    ['a return of another site', { ...declaration(), ...back({}, { from: 'site/ndc-02' }) }, /"mat" is not of ndc-02/],
    ['a step without the one before', { ...declaration(), ...back({ fence: steps.fence, verify: steps.verify }) }, /there is the step verify without the step reclone/],
    ['a step earlier than the one before', { ...declaration(), ...back({ ...until('verify'), reclone: steps.reclone.replace('02:00', '00:30') }) }, /the step reclone .* is earlier than fence/],
    ['a step before the declaration', { ...declaration(), ...back({ fence: steps.fence.replace('2026-11-30', '2026-11-28') }) }, /a step is earlier than the declaration/],
    ['a rewind without a proof', { ...declaration(), ...back({ ...until('reclone'), reclone: steps.reclone.replace('re-clone', 'rewind') }) }, /a rewind needs its proof/],
    ['nothing said of diverged rows', { ...declaration(), ...back({ ...until('reclone'), reclone: steps.reclone.replace(', nothingDiverged: true', '') }) }, /either the list of diverged rows/],
    ['handed over to a copy that is wrong', { ...declaration(), ...back({ ...until('demote'), verify: steps.verify.replace('equal: true', 'equal: false') }) }, /the hashes differ/],
    ['abandoned after the survivor stopped', { ...declaration(), ...back(until('demote'), { state: 'abandoned' }) }, /the survivor has stopped writing/],
    ['a second way back', { ...declaration(), ...back(until('fence')), ...back(until('fence'), { id: 've-nua' }) }, /"ve" is the way back of this declaration already/],
    ['a return that is done while its declaration is open', { ...declaration(), ...back(steps, { state: 'done' }) }, /its return is done, so the declaration is done too/],
  ])('%s', (_name, changes, says) => {
    const found = english(changes);
    expect(found, found.join('\n')).toHaveLength(1);
    expect(found[0]).toMatch(says);
  });

  it.each<[string, Changes]>([
    ['a draft', declaration({ state: 'draft' })],
    ['open', declaration()],
    ['abandoned before it was signed', declaration({ state: 'abandoned' })],
    ['cut off and answering', declaration({ case: 'brownout', more: '  siteAnswers: true\n' })],
    ['back, as far as signed', { ...declaration(), ...back(until('verify')) }],
    ['over', { ...declaration({ state: 'done' }), ...back(steps, { state: 'done' }) }],
  ])('%s: fine', (_name, changes) => {
    expect(Object.keys(estateOf(changes).transitions)).toContain('mat');
  });
});

describe('what may be signed', () => {
  const of = (changes: Changes, id = 'mat') => {
    const found = estateOf(changes).transitions[id];
    if (found === undefined) throw new Error('no transition');
    return found;
  };
  const unproven = declaration({ fences: [fences.edge, fences.revoked, '{fence: power-off, state: unproven}'] });

  it('a declaration with its fences proven or attested; an unproven one only where it is accepted', () => {
    expect(notApprovable(of(declaration()))).toBeUndefined();
    expect(notApprovable(of(unproven))?.en).toMatch(/fencing is unproven: power-off/);
    const accepted = of({ ...unproven, 'transitions/mat.yaml': `${unproven['transitions/mat.yaml'] as string}  unprovenAccepted: true\n` });
    expect(notApprovable(accepted)).toBeUndefined();
    expect(accepted.declaration && mayPromote(accepted.declaration)).toBe(true);
    expect(approvalWords(accepted).map(({ en }) => en).join('\n')).toMatch(/ACCEPTS that two places may write until this is proven: power-off/);
  });

  it('a return once the copies were compared and are equal', () => {
    const given = (taken: Partial<typeof steps>) => notApprovable(of({ ...declaration(), ...back(taken) }, 've'))?.en;
    expect(given(until('reclone'))).toMatch(/the step verify is missing/);
    expect(given({ ...until('verify'), verify: steps.verify.replace('true', 'false') })).toMatch(/the hashes differ/);
    expect(given(until('verify'))).toBeUndefined();
  });

  it('steps after a return was signed are no other text; those before are', () => {
    const digest = (taken: Partial<typeof steps>) => {
      const changes = { ...declaration(), ...back(taken) };
      return approvalDigest(estateOf(changes), of(changes, 've'));
    };
    expect(digest(until('token'))).toBe(digest(until('verify')));
    expect(digest({ ...until('verify'), reclone: steps.reclone.replace('by: A', 'by: B') })).not.toBe(digest(until('verify')));
    expect(digest(until('reclone'))).not.toBe(digest(until('verify')));
  });
});
