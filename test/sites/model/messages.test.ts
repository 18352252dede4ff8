import { describe, expect, it } from 'vitest';
import { diagnosticKinds, messageOf, shown } from '../../../sites/model/diagnostic.js';
import { loadEstate } from '../../../sites/model/load.js';
import { nearest } from '../../../sites/model/nearest.js';
import type { SourceFile } from '../../../sites/model/source-file.js';
import { foldVietnamese } from '../../../sites/model/vietnamese-hands.js';
import { asOf, baseFiles, english, filesWith, put, vietnamese, type Changes } from './estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const edit = (file: string, from: string, to: string): Changes => ({ [file]: put(from, to) });
/** The message without its place and code. */
const said = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^\S+ NDC-E\d+ /, ''));

describe('Vietnamese hands', () => {
  const hint = (changes: Changes): string[] => said(vietnamese(changes)).map((line) => /Có phải ý bạn là (.*)\?$/.exec(line)?.[1] ?? line);

  it.each<[string, Changes, string]>([
    ['a date', edit(tenant, '        placement:', '        expiresAt: 30/06/2027\n        placement:'), '2027-06-30'],
    ['a short date', edit(tenant, '        placement:', '        expiresAt: 1/7/2027\n        placement:'), '2027-07-01'],
    ['a date where a quarter stands', edit('ndc-02.yaml', 'commissioning: 2027-Q4', 'commissioning: 31/12/2027'), '2027-Q4'],
    ['a quarter', edit('ndc-02.yaml', 'commissioning: 2027-Q4', 'commissioning: Quý IV/2027'), '2027-Q4'],
    ['a level', edit(tenant, 'securityLevel: 4', 'securityLevel: cấp 4'), '4'],
    ['a level in full', edit(tenant, 'securityLevel: 4', 'securityLevel: Cấp độ 3'), '3'],
    ['yes', edit('links.yaml', 'encrypted: true', 'encrypted: có'), 'true'],
    ['no', edit('links.yaml', 'encrypted: true', 'encrypted: Không'), 'false'],
    ['English yes', edit('links.yaml', 'encrypted: true', 'encrypted: yes'), 'true'],
    ['an id', edit(tenant, 'organisation: bo-y-te', 'organisation: Bộ Y tế'), 'bo-y-te'],
    ['an id, letters and marks apart', edit(tenant, 'organisation: bo-y-te', `organisation: ${'Bộ Y tế'.normalize('NFD')}`), 'bo-y-te'],
    ['a shared class', edit(tenant, 'sharing: shared', 'sharing: dùng chung'), 'shared'],
    ['a core class', edit(tenant, 'importance: important', 'importance: cốt lõi'), 'core'],
    ['no secrecy', edit(tenant, 'secrecy: none', 'secrecy: không'), 'none'],
    ['a secrecy', edit(tenant, 'secrecy: none', 'secrecy: Tối mật'), 'toi-mat'],
    ['a decimal comma', edit('links.yaml', 'rttMs: 12.5', 'rttMs: "12,5"'), '12.5'],
    ['a decimal comma in a quantity', edit(tenant, 'memory: 64Gi', 'memory: "1,5Gi"'), '1.5Gi'],
    ['grouped thousands', edit(tenant, 'pods: 100', 'pods: 1.000.000'), '1000000'],
    ['a byte suffix', edit(tenant, 'memory: 64Gi', 'memory: 64GB'), '64G'],
    ['a quoted number', edit(tenant, 'securityLevel: 4', 'securityLevel: "4"'), '4 (không có dấu nháy)'],
    ['an unquoted text', edit('ndc-01.yaml', 'clause: "1"', 'clause: 1'), '"1" (trong dấu nháy)'],
    ['roman numerals in lower case', edit('ndc-01.yaml', 'rating: III', 'rating: iii'), 'III'],
    ['a slip', edit('ndc-01.yaml', 'phase: operating', 'phase: operatin'), 'operating'],
  ])('%s', (_, changes, suggestion) => {
    expect(hint(changes)).toEqual([suggestion]);
  });

  it('are not led astray: a day that does not exist has no suggestion', () => {
    expect(hint(edit(tenant, '        placement:', '        expiresAt: 31/02/2027\n        placement:'))).toEqual(['systems.0 (ho-so-suc-khoe).environments.0 (prod).expiresAt là "31/02/2027"; cần một ngày có trong lịch: tháng 2/2027 chỉ có từ ngày 1 đến ngày 28.']);
  });

  it.each([
    ['Bộ Y tế', 'bo-y-te'],
    ['  Đài Truyền hình  Việt Nam ', 'dai-truyen-hinh-viet-nam'],
    ['ĐẮK LẮK', 'dak-lak'],
    ['ưởng/ỷ', 'uong-y'],
    ['—', ''],
  ])('fold %j to %j', (text, folded) => {
    expect([foldVietnamese(text), foldVietnamese(text.normalize('NFD'))]).toEqual([folded, folded]);
  });
});

describe('messages', () => {
  it.each<[string, Changes, string, string]>([
    [
      'a wrong quantity',
      edit(tenant, 'memory: 64Gi', 'memory: 64GB'),
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory is "64GB"; expected a Kubernetes quantity such as 64Gi or 64G. Did you mean 64G?',
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory là "64GB"; cần dung lượng theo cách viết của Kubernetes, ví dụ 64Gi hoặc 64G. Có phải ý bạn là 64G?',
    ],
    [
      'a negative quantity',
      edit(tenant, 'cpu: 8', 'cpu: -1'),
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.cpu is "-1"; expected a Kubernetes CPU quantity such as 4 or 500m, not negative.',
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.cpu là "-1"; cần số CPU theo cách viết của Kubernetes, ví dụ 4 hoặc 500m, không âm.',
    ],
    [
      'an endless quantity',
      edit(tenant, 'cpu: 8', 'cpu: 1e999'),
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.cpu is "1e999"; expected a Kubernetes CPU quantity such as 4 or 500m, less than 2^63.',
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.cpu là "1e999"; cần số CPU theo cách viết của Kubernetes, ví dụ 4 hoặc 500m, nhỏ hơn 2^63.',
    ],
    [
      'half a byte',
      edit(tenant, 'memory: 64Gi', 'memory: 0.5'),
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory is "0.5"; expected a Kubernetes quantity such as 64Gi or 64G, whole in its smallest unit (1m of CPU, 1 byte).',
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory là "0.5"; cần dung lượng theo cách viết của Kubernetes, ví dụ 64Gi hoặc 64G, tròn đến đơn vị nhỏ nhất (1m CPU, 1 byte).',
    ],
    [
      'thousands in a quantity',
      edit(tenant, 'memory: 64Gi', 'memory: 2.000Gi'),
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory is "2.000Gi", which is read as 2Gi; if the dot separates thousands, write 2000Gi; if it is a decimal point, write 2Gi.',
      'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory là "2.000Gi", được đọc là 2Gi; nếu dấu chấm ngăn hàng nghìn, hãy viết 2000Gi; nếu là số thập phân, hãy viết 2Gi.',
    ],
    [
      'an unknown key',
      edit('links.yaml', 'rttMs: 12.5', 'rttMs: 12.5, provider: B'),
      'unknown key "provider"; expected one of: a, b, capacityGbps, rttMs, paths, encrypted, synchronous.',
      'không có khóa "provider"; các khóa hợp lệ: a, b, capacityGbps, rttMs, paths, encrypted, synchronous.',
    ],
    ['a decimal comma inside a flow map', edit(tenant, 'cpu: 8', 'cpu: 1,5'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.cpu is "1,5"; expected a number without a comma: inside {} it separates two entries. Did you mean 1.5?', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.cpu là "1,5"; cần một số không có dấu phẩy: trong ngoặc {} dấu phẩy ngăn hai mục. Có phải ý bạn là 1.5?'],
    ['a comma between thousands inside a flow map', edit(tenant, 'pods: 100', 'pods: 1,500'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.pods is "1,500"; expected a number without a comma: inside {} it separates two entries. Did you mean 1500?', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.pods là "1,500"; cần một số không có dấu phẩy: trong ngoặc {} dấu phẩy ngăn hai mục. Có phải ý bạn là 1500?'],
    ['a decimal comma before a unit inside a flow map', edit(tenant, 'memory: 64Gi', 'memory: 2,5Gi'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory is "2,5Gi"; expected a number without a comma: inside {} it separates two entries. Did you mean 2.5Gi?', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory là "2,5Gi"; cần một số không có dấu phẩy: trong ngoặc {} dấu phẩy ngăn hai mục. Có phải ý bạn là 2.5Gi?'],
    ['a decimal comma before a unit under a free key', edit(tenant, 'block: 1Ti', 'block: 1,5Ti'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.storage.block is "1,5Ti"; expected a number without a comma: inside {} it separates two entries. Did you mean 1.5Ti?', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.storage.block là "1,5Ti"; cần một số không có dấu phẩy: trong ngoặc {} dấu phẩy ngăn hai mục. Có phải ý bạn là 1.5Ti?'],
    ['a comma before noughts', edit(tenant, 'pods: 100', 'pods: 1,000'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.pods is "1,…"; expected a number without a comma: inside {} it separates two entries.', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.pods là "1,…"; cần một số không có dấu phẩy: trong ngoặc {} dấu phẩy ngăn hai mục.'],
    ['a number that is a key of its own', edit(tenant, 'pods: 100', '5:, pods: 100'), 'unknown key "5"; expected one of: cpu, memory, gpu, storage, pods, loadBalancers, backup.', 'không có khóa "5"; các khóa hợp lệ: cpu, memory, gpu, storage, pods, loadBalancers, backup.'],
    ['a kind of money in words', edit(tenant, '    secrecy: none\n', '    secrecy: none\n    funding: ngân sách nhà nước\n'), 'systems.0 (ho-so-suc-khoe).funding is "ngân sách nhà nước"; expected one of state-budget, integrated, ppp-pilot, other. Did you mean state-budget?', 'systems.0 (ho-so-suc-khoe).funding là "ngân sách nhà nước"; cần một trong: state-budget (ngân sách nhà nước), integrated (vốn lồng ghép), ppp-pilot (thí điểm công tư), other (khác). Có phải ý bạn là state-budget?'],
    ['a facility in words', edit(tenant, '    secrecy: none\n', '    secrecy: none\n    migration: {wave: cloud, facility: xx}\n'), 'systems.0 (ho-so-suc-khoe).migration.facility is "xx"; expected one of below-tier-iii, tier-iii, leased, none.', 'systems.0 (ho-so-suc-khoe).migration.facility là "xx"; cần một trong: below-tier-iii (dưới hạng III), tier-iii (đạt hạng III), leased (đi thuê), none (không).'],
    ['a missing key', edit(tenant, '    secrecy: none\n', ''), 'the key "secrecy" is missing; expected one of none, mat, toi-mat, tuyet-mat.', 'thiếu khóa "secrecy"; cần một trong: none (không), mat (mật), toi-mat (tối mật), tuyet-mat (tuyệt mật).'],
    ['an empty value', edit(tenant, 'name: Hồ sơ sức khỏe điện tử', 'name:'), 'systems.0 (ho-so-suc-khoe).name is empty; expected a text of 1 to 200 characters without control characters.', 'systems.0 (ho-so-suc-khoe).name là trống; cần một đoạn chữ từ 1 đến 200 ký tự, không có ký tự điều khiển.'],
    ['a map for a scalar', edit(tenant, 'securityLevel: 4', 'securityLevel: {level: 4}'), 'systems.0 (ho-so-suc-khoe).securityLevel is a map with level; expected a whole number from 1 to 5.', 'systems.0 (ho-so-suc-khoe).securityLevel là một nhóm khóa: level; cần một số nguyên từ 1 đến 5.'],
    ['a map for a quantity', edit(tenant, 'memory: 64Gi', 'memory: {size: 1}'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory is a map with size; expected a Kubernetes quantity such as 64Gi or 64G.', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory là một nhóm khóa: size; cần dung lượng theo cách viết của Kubernetes, ví dụ 64Gi hoặc 64G.'],
    ['a list for a quantity', edit(tenant, 'memory: 64Gi', 'memory: [64Gi]'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory is a list of 1; expected a Kubernetes quantity such as 64Gi or 64G.', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory là một danh sách 1 mục; cần dung lượng theo cách viết của Kubernetes, ví dụ 64Gi hoặc 64G.'],
    ['a scalar for a list', edit('catalogue/estate.yaml', 'targets: []', 'targets: none'), 'targets is "none"; expected a list.', 'targets là "none"; cần một danh sách.'],
    ['an empty list', edit('catalogue/estate.yaml', 'candidates: [ndc-01, ndc-02]', 'candidates: []'), 'placement.candidates is a list of 0; expected a list of at least 1.', 'placement.candidates là một danh sách 0 mục; cần một danh sách có ít nhất 1 mục.'],
    ['a scalar for a union', edit(tenant, 'placement: {primary: ndc-01, standby: ndc-02}', 'placement: autto'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).placement is "autto"; expected auto, or a map with primary, standby, backup. Did you mean auto?', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).placement là "autto"; cần auto, hoặc một nhóm khóa: primary, standby, backup. Có phải ý bạn là auto?'],
    ['a key inside a union', edit(tenant, 'standby: ndc-02', 'stanby: ndc-02'), 'unknown key "stanby"; expected one of: primary, standby, backup. Did you mean standby?', 'không có khóa "stanby"; các khóa hợp lệ: primary, standby, backup. Có phải ý bạn là standby?'],
    ['a value inside a union', edit(tenant, 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}', 'quota: {size: xl}'), 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.size is "xl"; expected one of s, m, l. Did you mean l?', 'systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.size là "xl"; cần một trong: s, m, l. Có phải ý bạn là l?'],
    ['the wrong source of a value', edit('ndc-01.yaml', 'racks: 100', 'racks: {value: 100, source: press}'), 'facility.halls.0.racks.source is "press"; expected one of seed, public, assumption.', 'facility.halls.0.racks.source là "press"; cần một trong: seed, public, assumption.'],
    ['a value without its source', edit('ndc-01.yaml', 'racks: 100', 'racks: {value: 100, note: báo chí}'), 'the key "source" is missing; expected one of seed, public, assumption.', 'thiếu khóa "source"; cần một trong: seed, public, assumption.'],
    ['a source for an identity', edit('ndc-01.yaml', 'region: red-river-delta', 'region: {value: red-river-delta, source: public}'), 'region is a value with its source; expected the value alone: an identity has no source.', 'region là một giá trị kèm nguồn; cần giá trị viết trực tiếp: định danh không cần nguồn.'],
    ['a network whose host bits are set', edit('ndc-01.yaml', 'podCidr: 10.1.0.0/16', 'podCidr: 10.97.0.0/12'), 'cluster.podCidr is "10.97.0.0/12"; expected the first address of an IPv4 network such as 10.16.0.0/12. Did you mean 10.96.0.0/12?', 'cluster.podCidr là "10.97.0.0/12"; cần địa chỉ đầu của một mạng IPv4, ví dụ 10.16.0.0/12. Có phải ý bạn là 10.96.0.0/12?'],
    ['a misspelt key whose value has a source', edit('ndc-02.yaml', 'phase: planned', 'phaze: {value: planned, source: public}'), 'unknown key "phaze"; expected one of: apiVersion, kind, provenance, id, number, name, region, location, hazards, phase, milestones, facility, cluster, nodePools, storage, disks, objectStore, hsm, authorities, clearedFor, funding, services, interSite, components. Did you mean phase?', 'không có khóa "phaze"; các khóa hợp lệ: apiVersion, kind, provenance, id, number, name, region, location, hazards, phase, milestones, facility, cluster, nodePools, storage, disks, objectStore, hsm, authorities, clearedFor, funding, services, interSite, components. Có phải ý bạn là phase?'],
    ['a number no double holds', edit('ndc-01.yaml', 'count: 20', 'count: 9007199254740993'), 'nodePools.0.count is "9007199254740993"; expected a whole number from 0 to 100000.', 'nodePools.0.count là "9007199254740993"; cần một số nguyên từ 0 đến 100000.'],
    ['a year nobody means', edit('ndc-02.yaml', 'commissioning: 2027-Q4', 'commissioning: 9999-Q4'), 'milestones.commissioning is "9999-Q4"; expected a quarter such as 2027-Q2.', 'milestones.commissioning là "9999-Q4"; cần một quý, ví dụ 2027-Q2.'],
  ])('of %s', (_, changes, en, vi) => {
    expect(said(english(changes))).toEqual([en]);
    expect(said(vietnamese(changes))).toEqual([vi]);
  });

  it('of a waiver with no cause, or with both', () => {
    const waivers = (what: string): Changes => ({
      'waivers.yaml': `apiVersion: ndc.gov.vn/v1\nkind: Waivers\nwaivers:\n  - {policy: RED-001, ${what}owner: a, approver: b, reason: {vi: a, en: b}, expires: 2027-01-01}\n`,
    });
    expect(said(english(waivers('')))).toEqual(['waivers.0 is given neither cause nor fingerprint; expected exactly one of the two.']);
    expect(said(english(waivers('cause: site/ndc-02, fingerprint: 0123456789abcdef, ')))).toEqual(['waivers.0 is given both cause and fingerprint; expected exactly one of the two.']);
  });

  it('show hostile text harmlessly, and shortened', () => {
    const [line = ''] = english(edit(tenant, 'sharing: shared', `sharing: "\\e[31m\\u202e${'x'.repeat(500)}"`));
    expect(line).toContain('is "\\u001b[31m\\u202exxx');
    expect(line.length).toBeLessThan(300);
    expect(line).not.toMatch(/\p{Cc}|\p{Cf}/u);
    const key = english(edit(tenant, 'sharing: shared', '"sha\\e[2Jring\\u202e": shared')).join('');
    expect(key).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });
});

describe('every diagnostic', () => {
  const unreadable: SourceFile[] = [
    { name: 'tenants/a.yaml', problem: 'dangling-link', detail: 'ENOENT' },
    { name: 'tenants/b.yaml', problem: 'too-large', size: 50_000_000 },
  ];
  const broken: Changes = {
    'tenants/c.yaml': 'a:\n\tb: 1\n',
    'tenants/d.yaml': 'a: &x 1\na: 2\nb: 1.000\n',
    'tenants/e.yaml': 'apiVersion: ndc.gov.vn/v0\nkind: TenancyRequest\n',
    'tenants/f.yaml': put('secrecy: none', 'secret: none')(baseFiles[tenant] ?? '').replace('sharing: shared', 'sharing: 7'),
    'tenants/i.yaml': put('    personalData: sensitive\n', '')(baseFiles[tenant] ?? ''),
    'tenants/g.yaml': put('organisation: bo-y-te', 'organisation: bo-cong-an')(baseFiles[tenant] ?? ''),
    'tenants/h.yaml': put('organisation: bo-y-te', 'organisation: bo-cong-an')(baseFiles[tenant] ?? ''),
    'ndc-03.yaml': baseFiles['ndc-01.yaml'],
    'links.yaml': undefined,
    'catalogue/components.yaml': put('appVersion: 1.19.1,', 'appVersion: 1.19.1, after: [cilium],'),
    [tenant]: (text) => text.replace('id: ho-so-suc-khoe', 'id: kube').replace('name: prod', 'name: system'),
  };
  const dangling = { ...edit(tenant, 'primary: ndc-01', 'primary: ndc-07'), ...edit('catalogue/recovery.yaml', 'systems: []', 'systems: [{system: ho-so-suc-khoe, after: [ho-so-suc-khoe]}]') };
  const transition = (id: string, from: string): Changes => ({
    [`transitions/${id}.yaml`]: `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: ${id}\ntransition: merge\nfrom: [${from}]\nto: [organisation/bo-cong-an]\nstate: open\napprovals: []\n`,
  });
  const system = 'organisation/bo-y-te, system/ho-so-suc-khoe';
  const handedOver: Changes = { ...transition('a', 'organisation/bo-y-te'), ...transition('b', system), ...transition('c', system) };
  const keys: Changes = {
    'keys/ndc-01.yaml': `apiVersion: ndc.gov.vn/v1
kind: Keys
site: ndc-01
keys:
  - {id: seal, purpose: seal, home: {store: {site: ndc-01, path: seal}}, mechanism: CKM_AES_GCM, bits: 256, extractable: false, rotationDays: 90, created: 2026-05-01, rotated: 2026-04-01, standards: [], opens: [store/ndc-01, key/gone]}
  - {id: gone, purpose: tenant, home: {store: {site: ndc-01, path: gone}}, mechanism: CKM_AES_GCM, bits: 256, extractable: false, rotationDays: 90, created: 2025-05-01, destroyed: {on: 2026-04-01, record: BB-1}, standards: [], opens: [organisation/khong-con]}
  - {id: weak, purpose: seal, home: {hsm: {site: ndc-01, partition: p1, label: weak}}, mechanism: CKM_RSA_PKCS, bits: 1024, extractable: false, rotationDays: 90, standards: [], opens: [store/ndc-01]}
`,
    'keys/break-glass.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: BreakGlass\nmeans: [{id: pin, site: ndc-01, what: pin-envelope, place: Két, opens: {roles: [A], needed: 1}, drilled: 2026-10-20, everyDays: 90}]\n',
  };
  const declared = (id: string): Changes => ({
    [`transitions/${id}.yaml`]: `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: ${id}\ntransition: declare\nfrom: [site/ndc-01]\nto: []\nstate: open\napprovals: []\ndeclaration: {at: "2026-11-29T20:15:00Z", case: dead, reason: x, fences: []}\n`,
  });
  const lost: Changes = { ...declared('mat'), ...declared('nua'), 'transitions/ve.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: ve\ntransition: return\nfrom: [site/ndc-01]\nto: []\nstate: open\napprovals: []\nreturn: {declaration: khong-co}\n', 'transitions/cho.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: cho\ntransition: release\nfrom: []\nto: []\nstate: open\napprovals: []\n' };
  const another: SourceFile[] = [...filesWith(), { name: './a.yaml', added: true, bytes: new TextEncoder().encode(put('id: ho-so-suc-khoe', 'id: cong-tin')(put('name: Hồ sơ sức khỏe điện tử', 'name: Cổng thông tin')(baseFiles[tenant] ?? ''))) }];
  const raised = [...filesWith(broken), ...unreadable];
  const diagnostics = [raised, filesWith(dangling), filesWith(handedOver), filesWith(keys), filesWith(lost), another].flatMap((files) => {
    const result = loadEstate(files, asOf);
    return 'diagnostics' in result ? result.diagnostics : [];
  });

  // NDC-E030 and on are those of rules somebody wrote, NDC-T those of requests: each raised and tested where it is read.
  it('of the model is raised by something, and nothing else is', () => {
    expect([...new Set(diagnostics.map(({ code }) => code))].sort()).toEqual(diagnosticKinds().map(({ code }) => code).filter((code) => code.startsWith('NDC-E') && !code.startsWith('NDC-E03')));
  });

  it('says what, in both languages, and is explained', () => {
    for (const diagnostic of diagnostics) {
      const { vi, en } = messageOf(diagnostic);
      expect(vi).not.toBe(en);
      for (const text of [vi, en]) expect(text).not.toMatch(/undefined|\[object|NaN|^\s*$/);
    }
    for (const { code, explanation } of diagnosticKinds()) expect({ code, vi: explanation.vi.length > 20, en: explanation.en.length > 20 }).toEqual({ code, vi: true, en: true });
  });
});

describe('the nearest word', () => {
  it.each([
    ['shard', ['open', 'shared'], 'shared'],
    ['III', ['iii', 'iv'], 'iii'],
    ['xy', ['id', 'cpu'], undefined],
    ['xl', ['s', 'm', 'l'], 'l'],
    ['completely-different', ['open', 'shared'], undefined],
    ['x'.repeat(10_000), ['open'], undefined],
    ['', ['open'], undefined],
    ['open', [], undefined],
  ])('to %j among %j is %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});

describe('what is shown of a value', () => {
  it.each<[unknown, string]>([
    ['a\u202eb', 'a\\u202eb'],
    ['a\u0000b\u007f\u009b', 'a\\u0000b\\u007f\\u009b'],
    ['a\u200b\ufeffb', 'a\\u200b\\ufeffb'],
    [{ a: 1 }, '{"a":1}'],
    [undefined, 'undefined'],
    ['Bộ Y tế', 'Bộ Y tế'],
  ])('%j as %j', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('of an amount, in digits', () => {
    expect(shown(12n)).toBe('12');
  });
});
