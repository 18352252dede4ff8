import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Transition } from '../../../sites/model/kinds/ledger.js';
import { withLosses, type Loss } from '../../../sites/model/losses.js';
import { serverName } from '../../../constructs/protection/database-names.js';
import { procedureOf } from '../../../stacks/protection/procedures.js';
import { edited, estateOf, smallEstateFiles, withoutStandby } from '../estate-small.js';
import { resourcesAt } from '../resources.js';

const { estate } = estateOf(edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => `${text.trimEnd()}${withoutStandby}`));
const first = { declared: '2026-03-01T01:00:00Z', back: '2026-03-20T01:00:00Z' };
const second = { declared: '2026-06-01T01:00:00Z', back: '2026-06-09T01:00:00Z' };

const protections = (now: Estate) => deriveProtection(now, deriveIntent(now)).environments;
/** A database of the site that streams, and one that comes back by a backup. */
const held = protections(estate).filter(({ primary, databases }) => primary.site === 'ndc-01' && databases.some(({ operated }) => operated));
const streaming = held.find(({ databases }) => databases.some(({ replicates }) => replicates));
const byBackup = held.find(({ standby, databases }) => standby === undefined && databases.some(({ operated }) => operated));
const restores = [{ to: 'ndc-03', environments: [byBackup?.environment.namespace ?? ''] }];

function over(number: number, { declared, back }: typeof first): readonly Transition[] {
  const both = [
    { id: `mat-${number}`, transition: 'declare', from: ['site/ndc-01'], to: [], state: 'done', declaration: { at: declared, restores } },
    { id: `ve-${number}`, transition: 'return', from: ['site/ndc-01'], to: [], state: 'done', return: { declaration: `mat-${number}`, promote: { at: back } } },
  ];
  return both.map((one) => ({ apiVersion: 'ndc.gov.vn/v1', kind: 'Transition', approvals: [], ...one }) as unknown as Transition);
}
const withOver = (...all: readonly Transition[]): Estate => ({ ...estate, transitions: Object.fromEntries(all.map((one) => [one.id, one])) });
const lossOf = (step?: 'demote' | 'promote'): Loss => ({ site: 'ndc-01', restores, declaration: 'mat-2', at: second.declared, ...(step === undefined ? {} : { back: { transition: 've-2', step, tokens: [] } }) });

const found = (now: Estate, namespace = '') => {
  const protection = protections(now).find(({ environment }) => environment.namespace === namespace);
  if (protection === undefined) throw new Error(`there is no ${namespace}`);
  const id = protection.databases.find(({ operated }) => operated)?.database.id;
  return procedureOf(now, protection).datasets.find((one) => one.id === id)?.archives;
};

describe.each([
  ['streams', streaming],
  ['comes back by a backup', byBackup],
])('of a database that %s', (_how, protection) => {
  const namespace = protection?.environment.namespace ?? '';
  const { cluster = '', replicates = false } = protection?.databases.find(({ operated }) => operated) ?? {};
  const to = replicates ? (protection?.standby?.site ?? '') : 'ndc-03';
  const names = (now: Estate) => found(now, namespace)?.map(({ location, from, until }) => [location.split(' ')[1], from, until]);

  it('nothing is listed before it ever moved', () => {
    expect(namespace).not.toBe('');
    expect(found(estate, namespace)).toBeUndefined();
  });

  it('every way out and every way back is an archive of its own, each from where the last one ends', () => {
    const twice = withOver(...over(1, first), ...over(2, second));
    expect(names(twice)).toEqual([
      [serverName(cluster, 'ndc-01', 1), undefined, first.declared],
      [serverName(cluster, to, 2), first.declared, first.back],
      [serverName(cluster, 'ndc-01', 2), first.back, second.declared],
      [serverName(cluster, to, 3), second.declared, second.back],
      [serverName(cluster, 'ndc-01', 3), second.back, undefined],
    ]);
  });

  it('while a loss stands the newest is the one that the survivor’s cluster writes', () => {
    const now = withLosses(withOver(...over(1, first)), [lossOf()]);
    const last = found(now, namespace)?.at(-1);
    expect([last?.from, last?.until]).toEqual([second.declared, undefined]);
    const made = [...resourcesAt(now, to).values()].flatMap(({ manifest }) => {
      const { kind, metadata, spec } = (manifest ?? {}) as { kind?: string; metadata?: { name: string; namespace: string }; spec?: { plugins: readonly { parameters: { barmanObjectName: string; serverName: string } }[] } };
      return kind === 'Cluster' && metadata?.name === cluster && metadata.namespace === namespace ? (spec?.plugins ?? []) : [];
    });
    expect(made.map(({ parameters }) => `${parameters.barmanObjectName} ${parameters.serverName}`)).toEqual([last?.location]);
  });

  it('it is on its way until the step promote counts', () => {
    const back = over(2, second)[1];
    if (back === undefined) throw new Error('no return');
    const signed = withOver(...over(1, first), { ...back, state: 'open' });
    expect(names(withLosses(signed, [lossOf('demote')]))?.at(-1)?.[0]).toBe(serverName(cluster, to, 3));
    expect(names(withLosses(signed, [lossOf('promote')]))?.at(-1)).toEqual([serverName(cluster, 'ndc-01', 3), second.back, undefined]);
  });
});
