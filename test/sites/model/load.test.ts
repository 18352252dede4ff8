import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadEstate } from '../../../sites/model/load.js';
import { largestFile } from '../../../sites/model/source-file.js';
import { asOf, baseFiles, diagnosticsOf, english, estateOf, filesWith, load, put, where, type Changes } from './estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const codes = (changes: Changes): string[] => diagnosticsOf(changes).map(where);
const edit = (file: string, from: string, to: string): Changes => ({ [file]: put(from, to) });

describe('an estate that loads', () => {
  it('has collections keyed by id, sites by number', () => {
    const estate = estateOf();
    expect(Object.keys(estate.sites)).toEqual(['ndc-01', 'ndc-02']);
    expect(Object.keys(estate.links)).toEqual(['ndc-01--ndc-02']);
    expect(Object.keys(estate.requests)).toEqual(['bo-y-te']);
    expect(estate.sites['ndc-01']?.nodePools[0]?.shape).toEqual({ cpu: 64_000n, memory: 256n << 30n });
    expect(estate.settings).not.toHaveProperty('apiVersion');
  });

  it('orders sites by number, whatever their files are called', () => {
    const renumbered = put('number: 1', 'number: 9');
    expect(Object.keys(estateOf({ 'ndc-01.yaml': renumbered }).sites)).toEqual(['ndc-02', 'ndc-01']);
  });

  it('does not depend on the order of the files', () => {
    const { digest } = estateOf();
    fc.assert(
      fc.property(fc.shuffledSubarray(filesWith(), { minLength: Object.keys(baseFiles).length }), (files) => {
        const result = loadEstate(files, asOf);
        expect('estate' in result && result.estate.digest).toBe(digest);
      }),
      { numRuns: 10 },
    );
  });

  it.each<[string, Changes]>([
    ['a comment', edit(tenant, 'systems:', '# một ghi chú\nsystems:')],
    ['another layout', edit(tenant, 'placement: {primary: ndc-01, standby: ndc-02}', 'placement:\n          standby: ndc-02\n          primary: "ndc-01"')],
    ['Windows line ends', { [tenant]: (text) => text.replaceAll('\n', '\r\n') }],
    ['a record', { 'records/dien-tap-1.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Record\nid: dien-tap-1\nrecord: drill\non: 2026-01-15\nsubject: ndc-01\n' }],
  ])('keeps its digest under %s', (_, changes) => {
    expect(estateOf(changes).digest).toBe(estateOf().digest);
  });

  it.each<[string, Changes]>([
    ['a figure', edit(tenant, 'cpu: 8', 'cpu: 9')],
    ['a text', edit(tenant, 'Hồ sơ sức khỏe', 'Hồ sơ bệnh án')],
    ['a provenance', edit('ndc-01.yaml', 'racks: 100', 'racks: {value: 100, source: public}')],
    ['another file', { 'waivers.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Waivers\nwaivers: []\n' }],
  ])('changes its digest with %s', (_, changes) => {
    expect(estateOf(changes).digest).not.toBe(estateOf().digest);
  });

  it('is frozen all the way down', () => {
    const loose: string[] = [];
    const visit = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) loose.push(at);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${at}/${key}`);
    };
    const estate = estateOf();
    visit(estate, '');
    for (const [at, origin] of estate.origins) visit(origin, `origins ${at}`);
    expect(loose).toEqual([]);
    expect(() => (estate.sites as Record<string, unknown>)['ndc-09'] = {}).toThrow(TypeError);
    expect('set' in estate.origins).toBe(false);
  });

  it.each([
    '${var.password}',
    '${TfToken[TOKEN.0]}',
    '%{ for x in y }',
    `'; DROP TABLE tenants; --`,
    '"quoted"',
    '\\u202eđảo ngược',
    '<script>alert(1)</script>',
    '{{ .Values.x }}',
    '__proto__',
    '\u202etxet',
  ])('takes the name %j literally', (name) => {
    const estate = estateOf(edit(tenant, 'name: Hồ sơ sức khỏe điện tử', `name: ${JSON.stringify(name)}`));
    expect(estate.requests['bo-y-te']?.systems[0]?.name).toBe(name);
  });

  it.each([
    ['a control character', '"\\u001b[31m"'],
    ['an 8-bit control', '"\\u009b31m"'],
    ['half a surrogate pair', '"\\ud800"'],
    ['nothing', '""'],
    ['two thousand letters', 'x'.repeat(2000)],
  ])('takes no name of %s', (_, name) => {
    expect(codes(edit(tenant, 'name: Hồ sơ sức khỏe điện tử', `name: ${name}`))).toEqual([`${tenant}:7:11 NDC-E008`]);
  });

  it('leaves overlapping networks to the rule NET-002', () => {
    expect(() => estateOf(edit('ndc-02.yaml', 'podCidr: 10.2.0.0/16', 'podCidr: 10.1.0.0/16'))).not.toThrow();
  });
});

describe('what is not a data directory', () => {
  it('without any file names what is needed', () => {
    const result = loadEstate([], asOf);
    expect('diagnostics' in result && result.diagnostics.map(where)).toEqual([
      '.:1:1 NDC-E022',
      ...['components', 'estate', 'legal', 'organisations', 'quota-sizes', 'tiers'].map((name) => `catalogue/${name}.yaml:1:1 NDC-E022`),
      'links.yaml:1:1 NDC-E022',
    ]);
  });

  it('without sites says so', () => {
    const found = english({ 'ndc-01.yaml': undefined, 'ndc-02.yaml': undefined });
    expect(found[0]).toBe('.:1:1 NDC-E022 the directory holds no file of kind Site; expected at least one <site>.yaml. Check --sites.');
  });

  it.each(['links.yaml', 'catalogue/tiers.yaml', 'catalogue/legal.yaml'])('without %s says so once', (file) => {
    expect(codes({ [file]: undefined })).toContain(`${file}:1:1 NDC-E022`);
  });

  it('with a broken required file does not call it missing too', () => {
    expect(codes({ 'catalogue/tiers.yaml': 'a: [' })).toEqual(['catalogue/tiers.yaml:1:5 NDC-E003']);
    expect(codes({ 'ndc-01.yaml': 'a: [', 'ndc-02.yaml': 'a: [' })).toEqual(['ndc-01.yaml:1:5 NDC-E003', 'ndc-02.yaml:1:5 NDC-E003']);
  });
});

describe('files', () => {
  const reading = (file: Parameters<typeof loadEstate>[0][number]) => {
    const result = loadEstate([...filesWith(), file], asOf);
    return 'diagnostics' in result ? result.diagnostics.map(where) : [];
  };
  it('that cannot be opened', () => {
    expect(reading({ name: 'tenants/x.yaml', problem: 'dangling-link', detail: 'no such file' })).toEqual(['tenants/x.yaml:1:1 NDC-E001']);
    expect(reading({ name: 'tenants/x.yaml', problem: 'not-a-file', detail: 'a directory' })).toEqual(['tenants/x.yaml:1:1 NDC-E001']);
  });
  it('that are too large, as found on disk or as handed in', () => {
    expect(reading({ name: 'tenants/x.yaml', problem: 'too-large', size: 50_000_000 })).toEqual(['tenants/x.yaml:1:1 NDC-E002']);
    expect(reading({ name: 'tenants/x.yaml', bytes: new Uint8Array(largestFile + 1) })).toEqual(['tenants/x.yaml:1:1 NDC-E002']);
    expect(reading({ name: 'tenants/x.yaml', bytes: new Uint8Array(largestFile) })).toEqual(['tenants/x.yaml:1:1 NDC-E003']);
  });
  it('whose name does not fit their id', () => {
    expect(english({ [tenant]: undefined, 'tenants/y-te.yaml': baseFiles[tenant] })).toEqual(['tenants/y-te.yaml:1:1 NDC-E011 a file of kind TenancyRequest belongs at tenants/bo-y-te.yaml.']);
    expect(codes({ 'links.yaml': undefined, 'catalogue/links.yaml': baseFiles['links.yaml'] })).toEqual(['catalogue/links.yaml:1:1 NDC-E011']);
  });
  it.each([
    ['kind: TenancyReqest', 'kind is "TenancyReqest"', 'Did you mean TenancyRequest?'],
    ['kind: tenancyrequest', 'kind is "tenancyrequest"', 'Did you mean TenancyRequest?'],
    ['kind: 7', 'kind is "7"', ''],
    ['kind: constructor', 'kind is "constructor"', ''],
    ['', 'kind is missing', ''],
  ])('of a kind nobody knows: %s', (kind, found, suggestion) => {
    const [line = ''] = english(edit(tenant, 'kind: TenancyRequest', kind));
    expect(line).toContain(` NDC-E010 ${found}; expected one of: Site, Links`);
    expect(line.endsWith(suggestion === '' ? 'Record.' : suggestion)).toBe(true);
  });
  it('of a version nobody knows', () => {
    expect(english(edit(tenant, 'ndc.gov.vn/v1', 'ndc.gov.vn/v9'))).toEqual([`${tenant}:1:13 NDC-E012 apiVersion is "ndc.gov.vn/v9"; this toolkit reads ndc.gov.vn/v1.`]);
    expect(codes(edit(tenant, 'apiVersion: ndc.gov.vn/v1\n', ''))).toEqual([`${tenant}:1:1 NDC-E007`]);
  });
  it.each(['42', 'hello', '[]', '[{kind: Site}]', 'null'])('that hold no map: %s', (text) => {
    expect(codes({ [tenant]: text })).toEqual([`${tenant}:1:1 NDC-E010`]);
  });
});

describe('several problems', () => {
  it('are reported at once, in reading order', () => {
    expect(
      codes({
        [tenant]: (text) => text.replace('securityLevel: 4', 'securityLevel: 9').replace('sharing: shared', 'sharng: shared').replace('pods: 100', 'pods: 1.000').replace('memory: 64Gi', 'memory: 64GB'),
        'ndc-02.yaml': put('phase: planned', 'phase: plannd'),
        'catalogue/tiers.yaml': 'a:\n\tb: 1\n',
        'ndc-01.yaml': put('count: 20', 'count: -1'),
      }),
    ).toEqual([
      'catalogue/tiers.yaml:2:1 NDC-E003',
      'ndc-01.yaml:23:12 NDC-E008',
      'ndc-02.yaml:9:8 NDC-E008',
      `${tenant}:6:5 NDC-E007`,
      `${tenant}:8:20 NDC-E008`,
      `${tenant}:9:5 NDC-E006`,
      `${tenant}:15:33 NDC-E008`,
      `${tenant}:15:68 NDC-E009`,
    ]);
  });

  it('hide dangling references: what a broken file declares is unknown', () => {
    expect(codes({ ...edit(tenant, 'primary: ndc-01', 'primary: ndc-07'), 'ndc-02.yaml': 'a: [' })).toEqual(['ndc-02.yaml:1:5 NDC-E003']);
  });
});

describe('ids', () => {
  it('of two sites, and their numbers, are used once', () => {
    expect(english({ 'ndc-03.yaml': baseFiles['ndc-01.yaml'] })).toEqual([
      'ndc-03.yaml:1:1 NDC-E011 a file of kind Site belongs at ndc-01.yaml.',
      'ndc-03.yaml:3:5 NDC-E020 the site "ndc-01" already stands at ndc-01.yaml:3. An id is used once.',
      'ndc-03.yaml:4:9 NDC-E020 the site number "1" already stands at ndc-01.yaml:4. An id is used once.',
    ]);
    expect(codes(edit('ndc-02.yaml', 'number: 2', 'number: 1'))).toEqual(['ndc-02.yaml:4:9 NDC-E020']);
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
    ['a key of two sites', Object.fromEntries(['ndc-01', 'ndc-02'].map((id) => [`keys/${id}.yaml`, `apiVersion: ndc.gov.vn/v1\nkind: Keys\nsite: ${id}\nkeys: [{id: khoa-goc, purpose: kms}]\n`])), 'the key "khoa-goc"'],
    ['a database', edit(tenant, '    environments:', '    databases: [{id: d, engine: mysql, size: 1Ti, changeRate: 1Gi}, {id: d, engine: mysql, size: 1Ti, changeRate: 1Gi}]\n    environments:'), 'the database "d"'],
    ['an environment', edit(tenant, '      - name: prod', '      - {name: prod, quota: {size: s}}\n      - name: prod'), 'the namespace "ho-so-suc-khoe-prod"'],
  ])('%s is named once', (_, changes, what) => {
    const found = english(changes).filter((line) => line.includes('NDC-E020'));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`NDC-E020 ${what} already stands at `);
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

describe('references', () => {
  it('name what exists, and the nearest', () => {
    expect(english(edit(tenant, 'standby: ndc-02', 'standby: ndc-03'))).toEqual([
      `${tenant}:16:47 NDC-E021 systems.0.environments.0.placement.standby names the site "ndc-03", which does not exist; there are: ndc-01, ndc-02. Did you mean ndc-01?`,
    ]);
  });

  it.each<[string, Changes, string, string]>([
    ['an organisation', { [tenant]: undefined, 'tenants/bo-y-tee.yaml': put('organisation: bo-y-te', 'organisation: bo-y-tee')(baseFiles[tenant] ?? '') }, 'organisation', 'organisation "bo-y-tee"'],
    ['an operator', edit('catalogue/estate.yaml', 'operator: bo-cong-an', 'operator: bo-cong-ann'), 'operator', 'organisation "bo-cong-ann"'],
    ['a region', edit('ndc-02.yaml', 'region: south-east', 'region: south-west'), 'region', 'region "south-west"'],
    ['a site of a link', edit('links.yaml', 'a: ndc-01', 'a: ndc-11'), 'links.0.a', 'site "ndc-11"'],
    ['a candidate', edit('catalogue/estate.yaml', 'candidates: [ndc-01, ndc-02]', 'candidates: [ndc-01, ndc-05]'), 'placement.candidates.1', 'site "ndc-05"'],
    ['a service', edit('ndc-02.yaml', 'dns: {endpoint: dns.ndc-02.example.vn, site: ndc-02}', 'dns: {endpoint: dns.ndc-02.example.vn, site: ndc-08}'), 'services.dns.site', 'site "ndc-08"'],
    ['a storage class', edit(tenant, 'storage: {block: 1Ti}', 'storage: {blok: 1Ti}'), 'systems.0.environments.0.quota.storage.blok', 'storage class "blok"'],
    ['the class of the sizes', edit('catalogue/quota-sizes.yaml', 'storageClass: block', 'storageClass: fast'), 'storageClass', 'storage class "fast"'],
    ['a legal source', edit('ndc-01.yaml', 'document: quyet-dinh', 'document: quyet-din'), 'milestones.basis.document', 'legal source "quyet-din"'],
    ['a group', edit(tenant, 'systems:', 'groups: [{name: "bo-y-te:platfrom", role: operate}]\nsystems:'), 'groups.0.name', 'group "bo-y-te:platfrom"'],
    ['a pool’s body', edit('ndc-01.yaml', 'purpose: general', 'purpose: general\n    dedicatedTo: bo-la'), 'nodePools.0.dedicatedTo', 'organisation "bo-la"'],
    ['a caller', edit(tenant, '        placement:', '        network: {allowFrom: [he-thong-la-prod]}\n        placement:'), 'systems.0.environments.0.network.allowFrom.0', 'namespace "he-thong-la-prod"'],
    ['a component before', edit('catalogue/components.yaml', 'version: 1.19.1,', 'version: 1.19.1, after: [etcd],'), 'components.0.after.0', 'component "etcd"'],
    ['a warehouse', edit(tenant, '    environments:', '    databases: [{id: d, engine: mysql, size: 1Ti, changeRate: 1Gi, warehouse: kho}]\n    environments:'), 'systems.0.databases.0.warehouse', 'warehouse "kho"'],
  ])('%s', (_, changes, key, what) => {
    expect(english(changes)).toEqual([expect.stringContaining(`NDC-E021 ${key} names the ${what}, which does not exist; there are: `)]);
  });

  it('to groups of an unknown organisation are not reported on top', () => {
    expect(codes({ 'catalogue/organisations.yaml': put('{id: bo-y-te,', '{id: bo-khac,'), [tenant]: put('systems:', 'groups: [{name: "bo-y-te:platform", role: view}]\nsystems:') })).toEqual([`${tenant}:3:15 NDC-E021`]);
  });
});

describe('older versions', () => {
  const old = edit(tenant, 'apiVersion: ndc.gov.vn/v1', 'apiVersion: ndc.gov.vn/v0');
  const files = filesWith({ [tenant]: (text) => put('securityLevel: 4', 'level: 4')(text).replace('ndc.gov.vn/v1', 'ndc.gov.vn/v0') });
  const steps = {
    'ndc.gov.vn/v0': (file: Readonly<Record<string, unknown>>) => ({
      ...file,
      apiVersion: 'ndc.gov.vn/v1',
      systems: (file['systems'] as Record<string, unknown>[]).map(({ level, ...system }) => ({ ...system, securityLevel: level })),
    }),
  };
  it('are refused when nobody knows the way', () => {
    expect(codes(old)).toEqual([`${tenant}:1:13 NDC-E012`]);
  });
  it('are brought up before they are judged', () => {
    const result = loadEstate(files, asOf, steps);
    expect('estate' in result && result.estate.requests['bo-y-te']?.systems[0]?.securityLevel).toBe(4);
  });
  it('never loop', () => {
    const result = loadEstate(files, asOf, { 'ndc.gov.vn/v0': (file) => ({ ...file }) });
    expect('diagnostics' in result && result.diagnostics.map(where)).toEqual([`${tenant}:1:13 NDC-E012`]);
  });
});

describe('any edit of a valid file', () => {
  it('loads or gives diagnostics, and never throws', () => {
    const names = Object.keys(baseFiles);
    const pieces = ['\t', '  ', '- ', ':', '{', '}', '[', ']', '"', '\n', '&a ', '*a', '!x ', '-1', '1.000', '64GB', 'null', '~', '${x}', '#', '---\n', '__proto__: 1\n', 'constructor: 1\n', '[[1]]', '{value: 1, source: seed}', '{a: {b: 1}}', '\u202e', '𝕏'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.nat({ max: 30 }), fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), (name, at, cut, piece) => {
        const text = baseFiles[name] ?? '';
        const start = at % (text.length + 1);
        const result = load({ [name]: text.slice(0, start) + piece + text.slice(start + cut) });
        if ('estate' in result) return;
        expect(result.diagnostics.length).toBeGreaterThan(0);
        for (const { place } of result.diagnostics) expect(place.line >= 1 && place.column >= 1 && place.file !== '').toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
