import { describe, expect, it } from 'vitest';
import { ClusterUnread, type ClusterReader } from '../../../bin/edge/cluster.js';
import { trouble } from '../../../bin/edge/cluster-trouble.js';
import type { Connection, SiteConnection } from '../../../bin/edge/connection.js';
import { refuseDeclaredElsewhere } from '../../../bin/runner/declared-elsewhere.js';

const reader = (annotations: Readonly<Record<string, string>> | undefined): ClusterReader => ({
  uid: () => Promise.resolve('u'),
  kinds: () => Promise.resolve([]),
  apiVersions: () => Promise.resolve([]),
  namespace: () => Promise.resolve(undefined),
  list: () => Promise.resolve([{ name: 'kube-root-ca.crt' }, { name: 'ndc-site', ...(annotations === undefined ? {} : { annotations }) }]),
});
const silent: ClusterReader = { ...reader({}), list: () => Promise.reject(new ClusterUnread(trouble('timeout', { site: 'x', kubeconfig: 'k', context: 'c' }, 'then'))) };
const holds = { 'declared.ndc.gov.vn/ndc-01': 'mat', other: 'x' };

/** What is said where `at` are opened besides the sites that are worked on. */
async function said(readers: Readonly<Record<string, ClusterReader>>, sites: readonly string[], declarations: readonly string[], opened: Readonly<Record<string, ClusterReader>> = {}): Promise<string> {
  const connection = { sites: Object.fromEntries([...Object.keys(readers), ...Object.keys(opened)].map((id) => [id, { id } as unknown as SiteConnection])) } as unknown as Connection;
  const open = (site: SiteConnection): Promise<ClusterReader> => {
    const found = opened[site.id];
    return found === undefined ? Promise.reject(new ClusterUnread(trouble('refused', { site: site.id, kubeconfig: 'k', context: 'c' }, 'x'))) : Promise.resolve(found);
  };
  try {
    await refuseDeclaredElsewhere({ connection, open, declarations }, new Map(Object.entries(readers)), sites);
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a site that others hold lost', () => {
  it.each<[string, Parameters<typeof said>, RegExp]>([
    ['is refused where the data do not know the declaration', [{ 'ndc-01': reader(undefined), 'ndc-02': reader(holds) }, ['ndc-01', 'ndc-02'], []], /ndc-02 holds ndc-01 lost by declaration \(mat\)/],
    ['is refused although only it is worked on', [{ 'ndc-01': reader(undefined) }, ['ndc-01'], [], { 'ndc-02': reader(holds) }], /ndc-02 holds ndc-01 lost/],
    ['is taken with data that know it, open or over', [{ 'ndc-01': reader(undefined), 'ndc-02': reader(holds) }, ['ndc-01'], ['mat']], /^taken$/],
    ['keeps no other site from being worked on', [{ 'ndc-02': reader(holds) }, ['ndc-02'], []], /^taken$/],
    ['is not refused for what it says of itself', [{ 'ndc-01': reader(holds) }, ['ndc-01'], []], /^taken$/],
    ['is taken where nobody says anything', [{ 'ndc-01': reader(undefined), 'ndc-02': reader({}) }, ['ndc-01'], []], /^taken$/],
    ['is taken where the others are silent: their stacks say so', [{ 'ndc-01': reader(undefined), 'ndc-02': silent }, ['ndc-01'], [], {}], /^taken$/],
  ])('%s', async (_name, given, expected) => {
    expect(await said(...given)).toMatch(expected);
  });
});
