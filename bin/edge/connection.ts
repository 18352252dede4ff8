import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { messageOf, type Diagnostic } from '../../sites/model/diagnostic.js';
import { diagnosticsOf } from '../../sites/model/issues.js';
import { didYouMean, nearest } from '../../sites/model/nearest.js';
import type { Text } from '../../sites/model/text.js';
import { parseYamlFile, type YamlFile } from '../../sites/model/yaml-file.js';
import { InputFailure } from '../failure.js';
import { backendProblem, type Backend } from './backend.js';
import { connectionSchema, type BackendFile, type ConnectionFile, type StateEncryptionFile, type StateKeyFile } from './connection-schema.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';

/** Where a key of states comes from; files are absolute paths. */
export type StateKey =
  | { readonly is: 'pbkdf2'; readonly passphraseFile: string }
  | { readonly is: 'hsm'; readonly library: string; readonly token: string; readonly pinFile: string; readonly key: string }
  | { readonly is: 'openbao'; readonly address: string; readonly mount: string; readonly key: string; readonly tokenFile: string };

/** How OpenTofu encrypts states and plans; `former` still reads what was encrypted before. */
export type StateEncryption = { readonly key: StateKey; readonly former?: StateKey; readonly migrating: boolean } | 'from-environment';

/** How one site is reached. */
export interface SiteConnection {
  readonly id: string;
  /** Absolute path. */
  readonly kubeconfig: string;
  readonly context: string;
  /** uid of kube-system, pinned by this file. */
  readonly uid?: string;
  readonly backend: Backend;
  /** Absent where the engine leaves states and plans in clear. */
  readonly stateEncryption?: StateEncryption;
  /** Absolute paths; PIN files by partition. */
  readonly hsm?: { readonly library: string; readonly pinFiles: Readonly<Record<string, string>> };
  readonly store?: StoreConnection;
}

/** Where a site's backups lie; keys are never part of it. */
export interface StoreConnection {
  readonly endpoint: string;
  readonly region: string;
  readonly profile?: string;
}

/** How a person reaches the sites: `.ndc/connections/<name>.yaml`, read and resolved. */
export interface Connection {
  readonly name: string;
  /** As messages name it. */
  readonly file: string;
  readonly sandbox: boolean;
  readonly scenario?: 'as-recorded' | 'all-operating';
  readonly engine: { readonly kind?: 'terraform' | 'tofu'; readonly path?: string };
  readonly charts?: { readonly url: string };
  readonly backend: Backend;
  readonly sites: Readonly<Record<string, SiteConnection>>;
}

const folderOf = (home: string): string => join(home, 'connections');
const shownFolder = (home: string): string => shownPath(folderOf(home));

/** Names of the connections below `home` (`.ndc`), in order. */
export async function listConnections(home: string): Promise<string[]> {
  try {
    const entries = await readdir(folderOf(home));
    return entries.filter((entry) => /^[^.].*\.yaml$/.test(entry)).map((entry) => entry.slice(0, -'.yaml'.length)).sort();
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/**
 * Loads the connection `name`; without a name the only one there is, or the one called `default`.
 *
 * @throws InputFailure NDC-X110 none there, NDC-X111 no such name, NDC-X112 several and none chosen, NDC-X113 with
 *   every problem of the file at its line and column.
 */
export async function loadConnection(home: string, name?: string): Promise<Connection> {
  const known = await listConnections(home);
  const chosen = name ?? (known.length === 1 ? known[0] : known.find((candidate) => candidate === 'default'));
  if (known.length === 0 && name === undefined)
    throw new InputFailure('NDC-X110', {
      vi: `chưa có kết nối nào trong ${shownFolder(home)}. Hãy chạy "ndc sandbox up" để thử trên máy này, hoặc viết tệp theo mẫu docs/connection.sample.yaml.`,
      en: `there is no connection in ${shownFolder(home)}. Run "ndc sandbox up" to try on this machine, or write one after docs/connection.sample.yaml.`,
    });
  if (chosen === undefined)
    throw new InputFailure('NDC-X112', {
      vi: `có nhiều kết nối: ${known.join(', ')}. Hãy chọn một bằng --connection.`,
      en: `there are several connections: ${known.join(', ')}. Choose one with --connection.`,
    });
  if (!known.includes(chosen)) {
    const hint = didYouMean(nearest(chosen, known));
    throw new InputFailure('NDC-X111', {
      vi: `không có kết nối "${chosen}" trong ${shownFolder(home)}${known.length === 0 ? '' : ` (có: ${known.join(', ')})`}.${hint.vi}`,
      en: `there is no connection "${chosen}" in ${shownFolder(home)}${known.length === 0 ? '' : ` (there are: ${known.join(', ')})`}.${hint.en}`,
    });
  }
  return readConnection(join(folderOf(home), `${chosen}.yaml`), chosen);
}

async function readConnection(path: string, name: string): Promise<Connection> {
  const shown = shownPath(path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw invalid(shown, [{ vi: `${shown}: không đọc được (${errorText(error)})`, en: `${shown}: cannot be read (${errorText(error)})` }]);
  }
  const parsed = parseYamlFile(shown, bytes);
  if ('diagnostics' in parsed) throw invalid(shown, parsed.diagnostics.map(placed));
  const result = connectionSchema.safeParse(parsed.file.value);
  if (!result.success) throw invalid(shown, diagnosticsOf(result.error.issues, connectionSchema, parsed.file, parsed.file.value).map(placed));
  const problems = crossChecks(result.data, name, parsed.file);
  if (problems.length > 0) throw invalid(shown, problems);
  return resolved(result.data, path);
}

function placed(diagnostic: Diagnostic): Text {
  const { file, line, column } = diagnostic.place;
  const message = messageOf(diagnostic);
  return { vi: `${file}:${line}:${column} ${diagnostic.code} ${message.vi}`, en: `${file}:${line}:${column} ${diagnostic.code} ${message.en}` };
}

/** Whoever wrote a name and a password into an address does not find them in a log. */
const withoutUser = (text: string): string => text.replace(/:\/\/[^\s/"'@]*@/g, '://…@');

function invalid(path: string, problems: readonly Text[]): InputFailure {
  return new InputFailure('NDC-X113', {
    vi: `kết nối ${path} không hợp lệ:\n${withoutUser(problems.map(({ vi }) => vi).join('\n'))}`,
    en: `the connection ${path} is not valid:\n${withoutUser(problems.map(({ en }) => en).join('\n'))}`,
  });
}

/** What the schema alone cannot see. */
function crossChecks(data: ConnectionFile, name: string, file: YamlFile): Text[] {
  const at = (path: readonly (string | number)[], text: Text): Text => {
    const { line, column } = file.placeOf(path);
    return { vi: `${file.name}:${line}:${column} ${text.vi}`, en: `${file.name}:${line}:${column} ${text.en}` };
  };
  const problems: Text[] = [];
  if (data.name !== name)
    problems.push(at(['name'], { vi: `name là "${data.name}"; cần "${name}", trùng tên tệp.`, en: `name is "${data.name}"; expected "${name}", the file's own name.` }));
  const encryptions: readonly (readonly [readonly string[], unknown])[] = [[['stateEncryption'], data.stateEncryption], ...Object.entries(data.sites).map(([site, { stateEncryption }]) => [['sites', site, 'stateEncryption'], stateEncryption] as const)];
  for (const [path, encryption] of encryptions)
    for (const beside of ['former', 'migrating'] as const)
      if (typeof encryption === 'object' && encryption !== null && 'fromEnvironment' in encryption && (encryption as { readonly [key: string]: unknown })[beside] !== undefined)
        problems.push(
          at([...path, beside], {
            vi: `${beside} không đứng cạnh fromEnvironment: TF_ENCRYPTION tự nói nó còn đọc gì (fallback). Hãy bỏ ${beside} và ghi điều đó vào TF_ENCRYPTION.`,
            en: `${beside} does not stand beside fromEnvironment: TF_ENCRYPTION itself says what else is read (fallback). Take ${beside} out and say so in TF_ENCRYPTION.`,
          }),
        );
  for (const [path, encryption] of encryptions)
    if (encryption !== undefined && data.engine?.kind === 'terraform')
      problems.push(
        at(path, {
          vi: 'stateEncryption cần engine.kind: tofu; Terraform không mã hóa được trạng thái.',
          en: 'stateEncryption needs engine.kind: tofu; Terraform cannot encrypt a state.',
        }),
      );
  const backends: readonly (readonly [readonly string[], BackendFile | undefined])[] = [
    [['backend'], data.backend],
    ...Object.entries(data.sites).map(([site, { backend }]) => [['sites', site, 'backend'], backend] as const),
  ];
  for (const [path, backend] of backends) {
    const problem = backend === undefined ? undefined : backendProblem(backend);
    if (problem !== undefined) problems.push(at([...path, 'config', problem.key], problem.text));
  }
  return problems;
}

function resolved(data: ConnectionFile, file: string): Connection {
  const path = (written: string): string => resolve(dirname(file), written.startsWith('~/') ? join(homedir(), written.slice(2)) : written);
  const backendOf = (written: BackendFile | undefined): Backend => ({ type: written?.type ?? 'local', config: written?.config ?? {}, encrypted: written?.encrypted === true });
  const keyOf = (written: StateKeyFile): StateKey => {
    if ('pbkdf2' in written) return { is: 'pbkdf2', passphraseFile: path(written.pbkdf2.passphraseFile) };
    if ('hsm' in written) return { is: 'hsm', library: path(written.hsm.library), token: written.hsm.token, pinFile: path(written.hsm.pinFile), key: written.hsm.key };
    const { address, mount, key, tokenFile } = written.openbao;
    return { is: 'openbao', address, mount: mount ?? 'transit', key, tokenFile: path(tokenFile) };
  };
  const encryptionOf = (written: StateEncryptionFile): StateEncryption =>
    'fromEnvironment' in written ? 'from-environment' : { key: keyOf(written), migrating: written.migrating === true, ...(written.former === undefined ? {} : { former: keyOf(written.former) }) };
  // One object for all sites that share it: what it opens is opened once.
  const shared = data.stateEncryption === undefined ? undefined : encryptionOf(data.stateEncryption);
  return {
    name: data.name,
    file: shownPath(file),
    sandbox: data.sandbox === true,
    engine: {
      ...(data.engine?.kind === undefined ? {} : { kind: data.engine.kind }),
      ...(data.engine?.path === undefined ? {} : { path: path(data.engine.path) }),
    },
    backend: backendOf(data.backend),
    ...(data.scenario === undefined ? {} : { scenario: data.scenario }),
    ...(data.charts === undefined ? {} : { charts: data.charts }),
    sites: Object.fromEntries(
      Object.entries(data.sites).map(([id, site]) => [
        id,
        {
          id,
          kubeconfig: path(site.kubeconfig),
          context: site.context,
          ...(site.uid === undefined ? {} : { uid: site.uid }),
          backend: backendOf(site.backend ?? data.backend),
          ...encrypted(site.stateEncryption === undefined ? shared : encryptionOf(site.stateEncryption)),
          ...(site.store === undefined ? {} : { store: { endpoint: site.store.endpoint, region: site.store.region ?? 'us-east-1', ...(site.store.profile === undefined ? {} : { profile: site.store.profile }) } }),
          ...(site.hsm === undefined ? {} : { hsm: { library: path(site.hsm.library), pinFiles: Object.fromEntries(Object.entries(site.hsm.pinFiles).map(([label, pin]) => [label, path(pin)])) } }),
        },
      ]),
    ),
  };
}

const encrypted = (stateEncryption: StateEncryption | undefined): { stateEncryption?: StateEncryption } => (stateEncryption === undefined ? {} : { stateEncryption });
