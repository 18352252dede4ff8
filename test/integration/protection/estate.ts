import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataDirectory } from '../../../bin/edge/data-directory.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Intent } from '../../../sites/intent/environment.js';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { packageRoot } from '../sandbox/sandboxes.js';

/** A system of each tier that replicates differently, with databases the platform runs and one it does not. */
const request = `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-y-te
owners: {accountable: Lãnh đạo phụ trách, technical: Đơn vị chuyên trách, mailbox: platform@bo-y-te.example}
groups: [{name: bo-y-te:platform, role: operate}]
systems:
  - id: csdl-y-te
    name: Cơ sở dữ liệu về y tế
    securityLevel: 4
    sharing: shared
    importance: core
    secrecy: none
    personalData: sensitive
    protection: platinum
    environments: [{name: prod, quota: {cpu: 96, memory: 384Gi, storage: {ndc-block: 8Ti, ndc-object: 1Ti}, pods: 100}, network: {egress: [{host: api.noi-dia.example, port: 443, purpose: tra cứu}]}}]
    databases: [{id: y-te, engine: postgresql, size: 2Ti, changeRate: 20Gi, ingest: {from: bo-y-te, lag: 60}}]
  - id: ho-so-suc-khoe
    name: Hồ sơ sức khỏe điện tử
    securityLevel: 4
    sharing: shared
    importance: important
    secrecy: none
    personalData: sensitive
    protection: gold
    environments: [{name: prod, quota: {size: m}}]
    databases: [{id: ho-so, engine: postgresql, size: 500Gi, changeRate: 5Gi}, {id: kho-cu, engine: oracle, size: 100Gi, changeRate: 1Gi}]
  - id: thong-ke-y-te
    name: Thống kê y tế
    securityLevel: 3
    sharing: shared
    importance: ordinary
    secrecy: none
    personalData: none
    protection: silver
    environments: [{name: prod, quota: {size: s}}]
    databases: [{id: thong-ke, engine: postgresql, size: 100Gi, changeRate: 1Gi}]
`;

const ingest = `apiVersion: ndc.gov.vn/v1
kind: IngestLinks
links:
  - {id: nhap-y-te, organisation: bo-y-te, system: csdl-y-te, mbps: 1000, lagTargetSeconds: 60, network: mang-truyen-so-lieu-chuyen-dung}
`;

/** The shipped sites and catalogue with one small request, every site operating. */
export async function smallWholeEstate(): Promise<{ readonly estate: Estate; readonly intent: Intent }> {
  const data = await mkdtemp(join(tmpdir(), 'ndc-protection-'));
  try {
    await cp(join(packageRoot, 'sites/data'), data, { recursive: true });
    for (const name of await readdir(join(data, 'tenants'))) await rm(join(data, 'tenants', name));
    await writeFile(join(data, 'tenants/bo-y-te.yaml'), request);
    await writeFile(join(data, 'catalogue/ingest.yaml'), ingest);
    const asOf = day('2026-11-22');
    const loaded = loadEstate(await readDataDirectory(data), asOf);
    if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics));
    const estate = applyScenario(loaded.estate, { asOf, lose: [], delay: {}, phase: 'all-operating' });
    return { estate, intent: deriveIntent(estate) };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
