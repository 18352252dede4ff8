import { z } from 'zod';
import type { Lang } from '../../../sites/model/text.js';
import { EnvironmentFailure, InputFailure } from '../../failure.js';
import type { Connection, StateEncryption, StateKey } from '../connection.js';
import type { EngineKind } from '../engine-locate.js';
import { secretFromFile } from '../hsm/pin.js';
import { shownPath } from '../shown-path.js';
import { encryptionDocument, type KeySource } from './document.js';
import { StateKeyAgent } from './key-agent.js';

/** OpenTofu refuses shorter ones (https://opentofu.org/docs/language/state/encryption/#pbkdf2). */
const shortestPassphrase = 16;

/** What encrypts the states of a command's stacks, for as long as it runs. */
export interface StateEncryptions {
  /** Value of TF_ENCRYPTION by site; a site that is absent keeps its states in clear. */
  readonly bySite: ReadonlyMap<string, string>;
  /** The same with the present key alone, neither a former one nor clear; absent where the value comes from the environment, whose words are not known. */
  readonly aloneBySite: ReadonlyMap<string, string>;
  /** Sites whose states and plans the engine refuses in clear. */
  readonly enforced: ReadonlySet<string>;
  /** Ids of former keys of HSMs that still opened states or plans of this command. */
  readonly former: () => readonly string[];
  readonly close: () => Promise<void>;
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** The package's own root. */
  readonly root: string;
  readonly lang: Lang;
}

/**
 * How the engine encrypts the states of each site. What a site says goes before what the connection says.
 *
 * @throws InputFailure NDC-X114 with Terraform, or with a passphrase that is too short; NDC-X061 for a file of a passphrase or a token that cannot be read, or that others may read.
 * @throws EnvironmentFailure NDC-X115 when the environment's own value cannot be had.
 */
export async function encryptionFor({ file, sites }: Pick<Connection, 'file' | 'sites'>, engine: EngineKind, around: Surroundings): Promise<StateEncryptions> {
  const agents: StateKeyAgent[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(agents.map((agent) => agent.close()));
  };
  // Sites that share what the connection says share its object.
  const documents = new Map<StateEncryption, Documents>();
  const bySite = new Map<string, string>();
  const aloneBySite = new Map<string, string>();
  const enforced = new Set<string>();
  try {
    for (const [site, { stateEncryption }] of Object.entries(sites)) {
      if (stateEncryption === undefined) continue;
      if (engine !== 'tofu')
        throw new InputFailure('NDC-X114', {
          vi: `${file}: stateEncryption cần OpenTofu, nhưng công cụ tìm thấy là Terraform. Hãy ghi engine.kind: tofu.`,
          en: `${file}: stateEncryption needs OpenTofu, but the engine found is Terraform. Write engine.kind: tofu.`,
        });
      let made = documents.get(stateEncryption);
      if (made === undefined) documents.set(stateEncryption, (made = await documentsOf(stateEncryption, file, around, agents)));
      const { document, alone } = made;
      bySite.set(site, document);
      if (alone !== undefined) aloneBySite.set(site, alone);
      // While migrating a state in clear is taken as it is; and of what the environment brings only its own words are known.
      if (stateEncryption === 'from-environment' ? enforcesBoth(document) : !stateEncryption.migrating) enforced.add(site);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { bySite, aloneBySite, enforced, former: () => [...new Set(agents.flatMap(({ former }) => former))].sort(), close };
}

const enforcedPart = z.object({ enforced: z.literal(true), method: z.string().refine((name) => !name.includes('.unencrypted.')) });
const enforcing = z.object({ state: enforcedPart, plan: enforcedPart });

/** Whether it encrypts states and plans and takes neither in clear. Only JSON is read: of HCL nothing is claimed. */
export function enforcesBoth(document: string): boolean {
  try {
    return enforcing.safeParse(JSON.parse(document)).success;
  } catch {
    return false;
  }
}

interface Documents {
  readonly document: string;
  /** With the present key alone. */
  readonly alone?: string;
}

async function documentsOf(encryption: StateEncryption, file: string, around: Surroundings, agents: StateKeyAgent[]): Promise<Documents> {
  if (encryption === 'from-environment') {
    const value = around.env['TF_ENCRYPTION'];
    if (value !== undefined && value !== '') return { document: value };
    throw new EnvironmentFailure('NDC-X115', {
      vi: `${file}: stateEncryption.fromEnvironment, nhưng biến TF_ENCRYPTION trống.`,
      en: `${file}: stateEncryption.fromEnvironment, but TF_ENCRYPTION is not set.`,
    });
  }
  const { source, alone } = await sourceOf(encryption.key, around, agents);
  const former = encryption.former === undefined ? undefined : (await sourceOf(encryption.former, around, agents)).source;
  return { document: encryptionDocument(source, { migrating: encryption.migrating, ...(former === undefined ? {} : { former }) }), alone: encryptionDocument(alone) };
}

interface Source {
  readonly source: KeySource;
  /** The same where nothing under a former version may open. */
  readonly alone: KeySource;
}

const versionless = (source: KeySource): Source => ({ source, alone: source });

async function sourceOf(key: StateKey, { root, lang }: Surroundings, agents: StateKeyAgent[]): Promise<Source> {
  switch (key.is) {
    case 'pbkdf2':
      return versionless({ is: 'pbkdf2', passphrase: await passphraseFrom(key.passphraseFile) });
    case 'openbao':
      // Of its versions nothing is known outside it.
      return versionless({ is: 'openbao', address: key.address, mount: key.mount, key: key.key, token: await secretFromFile(key.tokenFile, 'token') });
    case 'hsm': {
      const agent = await StateKeyAgent.listen(root, key, lang);
      agents.push(agent);
      return { source: { is: 'external', command: agent.command }, alone: { is: 'external', command: agent.commandAlone } };
    }
  }
}

async function passphraseFrom(passphraseFile: string): Promise<string> {
  const passphrase = await secretFromFile(passphraseFile, 'passphrase');
  if (passphrase.length < shortestPassphrase)
    throw new InputFailure('NDC-X114', {
      vi: `mật khẩu trong ${shownPath(passphraseFile)} có ${passphrase.length} ký tự; cần ít nhất ${shortestPassphrase}.`,
      en: `the passphrase in ${shownPath(passphraseFile)} has ${passphrase.length} characters; at least ${shortestPassphrase} are needed.`,
    });
  return passphrase;
}
