import { describe, expect, it } from 'vitest';
import { baseFiles, diagnosticsOf, english, estateOf, load, put, where, type Changes } from './estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const codes = (changes: Changes): string[] => diagnosticsOf(changes).map(where);
const edit = (file: string, from: string, to: string): Changes => ({ [file]: put(from, to) });

describe('ids', () => {
  it('of two sites, and their numbers, are used once', () => {
    expect(english({ 'ndc-03.yaml': baseFiles['ndc-01.yaml'] })).toEqual([
      'ndc-03.yaml:3:5 NDC-E020 the site "ndc-01" already stands at ndc-01.yaml:3. An id is used once.',
      'ndc-03.yaml:4:9 NDC-E020 the site number "1" already stands at ndc-01.yaml:4. An id is used once.',
    ]);
    expect(codes(edit('ndc-02.yaml', 'number: 2', 'number: 1'))).toEqual(['ndc-02.yaml:4:9 NDC-E020']);
  });

  it('of two sites are one mistake: no reference to the id that is missing because of it is reported', () => {
    expect(english(edit('ndc-02.yaml', 'id: ndc-02', 'id: ndc-01'))).toEqual(['ndc-02.yaml:3:5 NDC-E020 the site "ndc-01" already stands at ndc-01.yaml:3. An id is used once.']);
    expect(codes(edit('ndc-02.yaml', 'id: ndc-02', 'id: ndc-2'))).toEqual(['ndc-02.yaml:1:1 NDC-E011']);
  });

  it('of another site that is missing are reported beside it', () => {
    const changes = { ...edit('ndc-02.yaml', 'id: ndc-02', 'id: ndc-2'), ...edit(tenant, 'primary: ndc-01', 'primary: ndc-07') };
    expect(codes(changes)).toEqual(['ndc-02.yaml:1:1 NDC-E011', `${tenant}:16:30 NDC-E021`]);
  });

  it('of two requests of one body are one mistake, not one for each system', () => {
    expect(english({ 'tenants/y-te.yaml': baseFiles[tenant] })).toEqual([
      'tenants/y-te.yaml:3:15 NDC-E013 tenants/bo-y-te.yaml is a file of kind TenancyRequest with organisation: bo-y-te too, and there may be one. If it is bo-y-te, move what this one says into tenants/bo-y-te.yaml and delete this one; if not, correct organisation in this file.',
    ]);
  });

  it('of a kind of which there is one file', () => {
    expect(english({ 'catalogue/links.yaml': baseFiles['links.yaml'] })).toEqual(['catalogue/links.yaml:1:1 NDC-E013 a file of kind Links stands at links.yaml already, and there may be one. Move what this one says into it and delete this one.']);
  });

  it('of two systems are one mistake, not one more for each environment', () => {
    const twice = (text: string): string => `${text}${text.slice(text.indexOf('  - id:'))}`;
    expect(english({ [tenant]: twice })).toEqual([expect.stringContaining('NDC-E020 the system "ho-so-suc-khoe" already stands at ')]);
  });

  const price = '{id: may-chu, item: Máy chủ, unit: cái, price: 1500000, spending: investment}';
  it.each<[string, Changes, string]>([
    ['a hall', edit('ndc-01.yaml', '  pue:', '    - {id: a, racks: 1, rackUnits: 42, rackKw: 8, feeds: [{id: f1, kw: 1}], coolingKw: 1, coolingUnits: 1}\n  pue:'), 'the hall "a"'],
    ['a feed', edit('ndc-01.yaml', '{id: f2,', '{id: f1,'), 'the feed "f1"'],
    ['a storage class', edit('ndc-01.yaml', 'objectStore:', '  - {class: block, backend: cephfs, redundancy: {data: 4, coding: 2}, failureDomain: host, encrypted: true, raw: 1Ti}\nobjectStore:'), 'the storage class "block"'],
    ['an HSM partition', edit('ndc-01.yaml', 'partitions: [', 'partitions: [{label: p1, purpose: pki, mechanisms: []}, '), 'the HSM partition "p1"'],
    ['a link, named from the other end', edit('links.yaml', 'links:', 'links:\n  - {a: ndc-02, b: ndc-01, capacityGbps: 1, rttMs: 1, encrypted: true, paths: [{id: p, conduits: [], provider: B}]}'), 'the link "ndc-01--ndc-02"'],
    ['a path', edit('links.yaml', 'paths: [', 'paths: [{id: north, conduits: [], provider: B}, '), 'the path "north"'],
    ['a region', edit('catalogue/estate.yaml', 'id: south-east', 'id: red-river-delta'), 'the region "red-river-delta"'],
    ['an organisation', edit('catalogue/organisations.yaml', 'id: bo-y-te', 'id: bo-cong-an'), 'the organisation "bo-cong-an"'],
    ['a group of two bodies', edit('catalogue/organisations.yaml', 'level: central, kind: ministry}', 'level: central, kind: ministry, groups: ["bo-y-te:platform"]}'), 'the group "bo-y-te:platform"'],
    ['a component', edit('catalogue/components.yaml', 'components:', 'components:\n  - {id: cilium, namespace: a, chart: b, version: 1.0.0, appVersion: "1", upstream: u}'), 'the component "cilium"'],
    ['a price', { 'catalogue/prices.yaml': `apiVersion: ndc.gov.vn/v1\nkind: PriceBook\nprices:\n  - ${price}\n  - ${price}\n` }, 'the price "may-chu"'],
    ['a key of two sites', Object.fromEntries(['ndc-01', 'ndc-02'].map((id) => [`keys/${id}.yaml`, `apiVersion: ndc.gov.vn/v1\nkind: Keys\nsite: ${id}\nkeys: [{id: khoa-goc, purpose: backup, home: {repository: kho}, mechanism: CKM_AES_GCM, bits: 256, extractable: false, rotationDays: 90, standards: [], opens: [backup/${id}]}]\n`])), 'the key "khoa-goc"'],
    ['a database', edit(tenant, '    environments:', '    databases: [{id: d, engine: mysql, size: 1Ti, changeRate: 1Gi}, {id: d, engine: mysql, size: 1Ti, changeRate: 1Gi}]\n    environments:'), 'the database "d"'],
    ['an environment', edit(tenant, '      - name: prod', '      - {name: prod, quota: {size: s}}\n      - name: prod'), 'the namespace "ho-so-suc-khoe-prod"'],
  ])('%s is named once', (_, changes, what) => {
    const found = english(changes).filter((line) => line.includes('NDC-E020'));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`NDC-E020 ${what} already stands at `);
  });

  it('a group of another body exists: only one that nobody was granted names nothing', () => {
    const granted = edit('catalogue/organisations.yaml', 'level: central, kind: ministry}', 'level: central, kind: ministry, groups: ["bo-cong-an:platform"]}');
    const asking = (second: string): Changes => ({ ...granted, ...edit(tenant, 'systems:', `groups: [{name: "bo-cong-an:platform", role: view}${second}]\nsystems:`) });

    expect(() => estateOf(asking(''))).not.toThrow();
    expect(english(asking(', {name: "bo-y-te:nobody", role: view}'))).toEqual([expect.stringContaining('NDC-E021 groups.1.name names the group "bo-y-te:nobody", which does not exist; there are: bo-y-te:platform.')]);
  });

  it('of systems and environments may not meet in one namespace', () => {
    const two = (first: [string, string], second: [string, string]) => (text: string) => {
      const head = text.slice(0, text.indexOf('  - id:'));
      const entry = ([id, name]: [string, string]) =>
        `  - {id: ${id}, name: x, securityLevel: 1, sharing: open, importance: ordinary, secrecy: none, personalData: none, environments: [{name: ${name}, quota: {size: s}}]}\n`;
      return head + entry(first) + entry(second);
    };
    expect(english({ [tenant]: two(['a-b', 'c'], ['a', 'b-c']) })).toEqual([expect.stringContaining('NDC-E020 the namespace "a-b-c" already stands at tenants/bo-y-te.yaml:6.')]);
    expect(() => estateOf({ [tenant]: two(['a-b', 'c'], ['a', 'b-d']) })).not.toThrow();
  });

  it.each([
    ['kube', 'system', 'kube-system'],
    ['kube', 'anything', 'kube-anything'],
    ['network', 'system', 'network-system'],
  ])('%s-%s is a namespace of the platform', (system, environment, namespace) => {
    expect(english({ [tenant]: (text) => text.replace('ho-so-suc-khoe', system).replace('name: prod', `name: ${environment}`) })).toEqual([
      `${tenant}:14:15 NDC-E023 the namespace "${namespace}" is reserved for the platform. Choose another id.`,
    ]);
  });

  it.each(['constructor', '__proto__', 'Bo-y-te', 'bo_y_te', '-a', 'a-', '1a', 'a/b', '..', 'x'.repeat(41), '${a}', 'bộ'])('%j is none', (id) => {
    expect(codes(edit(tenant, 'id: ho-so-suc-khoe', `id: ${JSON.stringify(id)}`))).toEqual([`${tenant}:6:9 NDC-E008`]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('keeps what an object carries out of a class of storage', () => {
    expect(codes(edit(tenant, 'storage: {block: 1Ti}', 'storage: {constructor: 1Ti}'))).toEqual([`${tenant}:15:49 NDC-E008`]);
    expect(codes(edit(tenant, 'storage: {block: 1Ti}', 'storage: {__proto__: 1Ti}'))).toEqual([`${tenant}:15:49 NDC-E004`]);
  });
});

it('a link joins two sites', () => {
  expect(english(edit('links.yaml', 'a: ndc-01, b: ndc-02', 'a: ndc-01, b: ndc-01'))[0]).toContain('expected two different sites as a and b');
});

describe('what recovery is told of systems', () => {
  const systems = (written: string): Changes => edit('catalogue/recovery.yaml', 'systems: []', `systems: ${written}`);

  it('waits for systems that have no request; names systems and sites there are, each system once, and no circle', () => {
    expect(() => estateOf(systems('[{system: ho-so, after: [cong]}]'))).not.toThrow();
    expect(english(systems('[{system: ho-so-suc-khoe, after: [ho-so]}]'))).toEqual([expect.stringContaining('NDC-E021 systems.0.after.0 names the system "ho-so"')]);
    expect(english(systems('[{system: ho-so-suc-khoe, prerequisites: [{kind: certificate, state: present, site: ndc-07}]}]'))).toEqual([expect.stringContaining('names the site "ndc-07"')]);
    expect(english(edit('catalogue/recovery.yaml', 'prerequisites: []', 'prerequisites: [{of: all, kind: certificate, state: present, site: ndc-07}]'))).toEqual([expect.stringContaining('names the site "ndc-07"')]);
    expect(english(systems('[{system: ho-so-suc-khoe}, {system: ho-so-suc-khoe}]'))).toEqual([expect.stringContaining('NDC-E020 the system "ho-so-suc-khoe" already stands at catalogue/recovery.yaml')]);
    expect(english(systems('[{system: ho-so-suc-khoe, after: [ho-so-suc-khoe]}]'))).toEqual([expect.stringContaining('NDC-E029 systems wait for each other when they are recovered: ho-so-suc-khoe → ho-so-suc-khoe. Take one "after" out of this circle.')]);
  });

  it('refuses intervals and times nothing can keep', () => {
    for (const [from, to] of [['intervalMinutes: 5', 'intervalMinutes: 0'], ['backupEveryMinutes: 30', 'backupEveryMinutes: 20000'], ['instances: {platinum: 3', 'instances: {platinum: 0'], ['{p50: 1, p95: 2}', '{p50: 3, p95: 2}']] as const)
      expect(diagnosticsOf(edit('catalogue/recovery.yaml', from, to)).length, to).toBeGreaterThan(0);
  });
});

describe('components that wait for each other', () => {
  const line = (id: string, after: string): string => `  - {id: ${id}, namespace: a, chart: b, version: 1.0.0, appVersion: "1", upstream: u, after: [${after}]}\n`;
  const waiting = (...lines: string[]): Changes => ({ 'catalogue/components.yaml': (text) => `${text}${lines.join('')}` });

  it('are one mistake, with the way round, whichever stands first', () => {
    const says = 'components wait for each other: a → b → c → a. Take one "after" out of this circle.';
    const [b, c, a] = [line('b', 'cilium, c'), line('c', 'a'), line('a', 'b')];
    for (const changes of [waiting(a, b, c), waiting(c, b, a)]) expect(english(changes)).toEqual([expect.stringContaining(`NDC-E024 ${says}`)]);
    expect(english(waiting(line('a', 'a')))).toEqual([expect.stringContaining('a → a')]);
    expect(codes(waiting(a, b, c))).toEqual(['catalogue/components.yaml:5:90 NDC-E024']);
  });

  it('are none where two wait for one', () => {
    expect('estate' in load(waiting(line('a', 'cilium'), line('b', 'a, cilium'), line('c', 'a, b')))).toBe(true);
  });
});

describe('references', () => {
  it('name what exists, and the nearest', () => {
    expect(english(edit(tenant, 'standby: ndc-02', 'standby: ndc-03'))).toEqual([
      `${tenant}:16:47 NDC-E021 systems.0 (ho-so-suc-khoe).environments.0 (prod).placement.standby names the site "ndc-03", which does not exist; there are: ndc-01, ndc-02. Did you mean ndc-01?`,
    ]);
  });

  it.each<[string, Changes, string, string]>([
    ['an organisation', { [tenant]: undefined, 'tenants/bo-y-tee.yaml': put('organisation: bo-y-te', 'organisation: bo-y-tee')(baseFiles[tenant] ?? '') }, 'organisation', 'organisation "bo-y-tee"'],
    ['an operator', edit('catalogue/estate.yaml', 'operator: bo-cong-an', 'operator: bo-cong-ann'), 'operator', 'organisation "bo-cong-ann"'],
    ['a region', edit('ndc-02.yaml', 'region: south-east', 'region: south-west'), 'region', 'region "south-west"'],
    ['a site of a link', edit('links.yaml', 'a: ndc-01', 'a: ndc-11'), 'links.0.a', 'site "ndc-11"'],
    ['a candidate', edit('catalogue/estate.yaml', 'candidates: [ndc-01, ndc-02]', 'candidates: [ndc-01, ndc-05]'), 'placement.candidates.1', 'site "ndc-05"'],
    ['a service', edit('ndc-02.yaml', 'dns: {endpoint: dns.ndc-02.example.vn, site: ndc-02}', 'dns: {endpoint: dns.ndc-02.example.vn, site: ndc-08}'), 'services.dns.site', 'site "ndc-08"'],
    ['a storage class', edit(tenant, 'storage: {block: 1Ti}', 'storage: {blok: 1Ti}'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.storage.blok', 'storage class "blok"'],
    ['the class of the sizes', edit('catalogue/quota-sizes.yaml', 'storageClass: block', 'storageClass: fast'), 'storageClass', 'storage class "fast"'],
    ['a legal source', edit('ndc-01.yaml', 'document: quyet-dinh', 'document: quyet-din'), 'milestones.basis.document', 'legal source "quyet-din"'],
    ['a group', edit(tenant, 'systems:', 'groups: [{name: "bo-y-te:platfrom", role: operate}]\nsystems:'), 'groups.0.name', 'group "bo-y-te:platfrom"'],
    ['a pool’s body', edit('ndc-01.yaml', 'purpose: general', 'purpose: general\n    dedicatedTo: bo-la'), 'nodePools.0.dedicatedTo', 'organisation "bo-la"'],
    ['a pool’s hall', edit('ndc-01.yaml', 'purpose: general', 'purpose: general\n    hall: b'), 'nodePools.0.hall', 'hall "b"'],
    ['a caller', edit(tenant, '        placement:', '        network: {allowFrom: [he-thong-la-prod]}\n        placement:'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).network.allowFrom.0', 'namespace "he-thong-la-prod"'],
    ['a component before', edit('catalogue/components.yaml', 'version: 1.19.1,', 'version: 1.19.1, after: [etcd],'), 'components.0.after.0', 'component "etcd"'],
    ['a warehouse', edit(tenant, '    environments:', '    databases: [{id: d, engine: mysql, size: 1Ti, changeRate: 1Gi, warehouse: kho}]\n    environments:'), 'systems.0 (ho-so-suc-khoe).databases.0.warehouse', 'warehouse "kho"'],
  ])('%s', (_, changes, key, what) => {
    expect(english(changes)).toEqual([expect.stringContaining(`NDC-E021 ${key} names the ${what}, which does not exist; there are: `)]);
  });

  it('into a kind of file that is missing are not reported on top', () => {
    expect(codes({ 'ndc-01.yaml': undefined, 'ndc-02.yaml': undefined })).toEqual(['.:1:1 NDC-E022']);
    expect(codes({ 'catalogue/organisations.yaml': undefined })).toEqual(['catalogue/organisations.yaml:1:1 NDC-E022']);
    expect(codes({ 'catalogue/legal.yaml': undefined })).toEqual(['catalogue/legal.yaml:1:1 NDC-E022']);
  });

  it('to groups of an unknown organisation are not reported on top', () => {
    expect(codes({ 'catalogue/organisations.yaml': put('{id: bo-y-te,', '{id: bo-khac,'), [tenant]: put('systems:', 'groups: [{name: "bo-y-te:platform", role: view}]\nsystems:') })).toEqual([`${tenant}:3:15 NDC-E021`]);
  });
});
