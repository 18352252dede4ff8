import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { execa } from 'execa';
import { parse, parseDocument, stringify } from 'yaml';
import { openSandbox } from '../../../bin/edge/sandbox/open.js';
import type { SandboxInfo } from '../../../bin/edge/sandbox/info.js';
import type { FoundEngine } from './engines.js';
import { hostile } from './hostile.js';
import { repository } from './repository.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Organisations of the journeys: three are enough to have a primary and a standby at every site. */
const organisations = ['bo-y-te', 'thanh-tra-chinh-phu', 'kiem-toan-nha-nuoc'];

/** A person's folder: the shipped sites and catalogue, three requests, and a sandbox of its own. */
export class Project {
  private constructor(
    readonly directory: string,
    readonly engine: FoundEngine,
  ) {}

  static async create(engine: FoundEngine): Promise<Project> {
    const directory = await mkdtemp(join(tmpdir(), `ndc-${engine.kind}-`));
    const data = join(directory, 'data');
    await cp(join(repository, 'sites/data'), data, { recursive: true });
    for (const name of await readdir(join(data, 'tenants'))) if (!organisations.some((id) => name === `${id}.yaml`)) await rm(join(data, 'tenants', name));
    const project = new Project(directory, engine);
    await project.write('tenants/bo-y-te.yaml', stringify(hostileRequest));
    await project.dropUnusedWaivers();
    return project;
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.directory, 'data', name), text);
  }

  read(name: string): Promise<string> {
    return readFile(join(this.directory, 'data', name), 'utf8');
  }

  /** Edits a data file as its owner would: comments stay. */
  async edit(name: string, path: readonly (string | number)[], value: unknown): Promise<void> {
    const document = parseDocument(await this.read(name));
    document.setIn(path, value);
    await this.write(name, String(document));
  }

  /** The shipped waivers cover what two dozen bodies run; one that covers nothing of three bodies' would fail the check. */
  private async dropUnusedWaivers(): Promise<void> {
    const { data } = await this.json<{ waivers: { unused: readonly { policy: string; on: string }[] } }>('check');
    const unused = new Set(data.waivers.unused.map(({ policy, on }) => `${policy} ${on}`));
    const document = parseDocument(await this.read('waivers.yaml'));
    const { waivers } = document.toJS() as { waivers: readonly { policy: string; cause?: string }[] };
    document.set('waivers', document.createNode(waivers.filter(({ policy, cause = '' }) => !unused.has(`${policy} ${cause}`))));
    await this.write('waivers.yaml', String(document));
  }

  /** Lets the connection use this project's engine; `sandbox up` writes none. */
  async useEngine(): Promise<void> {
    await this.editConnection((connection) => ({ ...connection, engine: { kind: this.engine.kind, path: this.engine.path } }));
  }

  async editConnection(change: (connection: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
    const path = join(this.directory, '.ndc/connections/sandbox.yaml');
    await writeFile(path, stringify(change(parse(await readFile(path, 'utf8')) as Record<string, unknown>)), { mode: 0o600 });
  }

  /** The running command, for tests that interrupt it. */
  start(...args: string[]) {
    return execa(process.execPath, [join(repository, 'bin/ndc'), ...args, '--sites', 'data', '--lang', 'en'], { cwd: this.directory, reject: false, cleanup: true, env: { NO_COLOR: '1' } });
  }

  async ndc(...args: string[]): Promise<Ran> {
    const { exitCode, stdout, stderr } = await this.start(...args);
    return { code: exitCode ?? -1, stdout, stderr };
  }

  /** Runs with `--json`; the exit code and what it printed. */
  async json<T>(...args: string[]): Promise<{ code: number; data: T; stderr: string }> {
    const { code, stdout, stderr } = await this.ndc(...args, '--json');
    try {
      return { code, data: JSON.parse(stdout) as T, stderr };
    } catch {
      throw new Error(`ndc ${args.join(' ')} printed no JSON (exit ${code}):\n${stdout}\n${stderr}`);
    }
  }

  async sandbox(): Promise<SandboxInfo> {
    const info = await openSandbox(join(this.directory, '.ndc'), 'sandbox');
    if (info === undefined) throw new Error('the sandbox is not up');
    return info;
  }

  /** A client's configuration for a site, as the platform's engineers or from another kubeconfig. */
  async kube(site: string, kubeconfig?: string): Promise<KubeConfig> {
    const info = (await this.sandbox()).sites[site];
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig ?? info?.kubeconfig ?? '');
    return config;
  }

  async remove(): Promise<void> {
    await this.ndc('sandbox', 'down');
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A request whose every free text is hostile. */
const hostileRequest = {
  apiVersion: 'ndc.gov.vn/v1',
  kind: 'TenancyRequest',
  organisation: 'bo-y-te',
  owners: { accountable: hostile[0], technical: hostile[11], mailbox: 'platform@bo-y-te.example' },
  groups: [
    { name: 'bo-y-te:platform', role: 'operate' },
    { name: 'bo-y-te:viewers', role: 'view' },
  ],
  systems: [
    {
      id: 'ho-so-suc-khoe',
      name: hostile[9],
      securityLevel: 4,
      sharing: 'shared',
      importance: 'important',
      secrecy: 'none',
      personalData: 'sensitive',
      environments: [
        {
          name: 'prod',
          quota: { size: 's' },
          // The other two have their standbys at ndc-03.
          placement: { primary: 'ndc-01', standby: 'ndc-02', backup: 'ndc-03' },
          network: { egress: hostile.map((purpose, index) => ({ host: `dich-vu-${index}.noi-dia.example`, port: 443, purpose })) },
        },
      ],
    },
  ],
};
