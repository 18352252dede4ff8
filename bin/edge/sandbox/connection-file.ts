import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse, stringify } from 'yaml';
import { shownPath } from '../shown-path.js';
import { hasErrorCode } from './errno.js';
import { SandboxFailure } from './failure.js';
import type { SandboxInfo } from './info.js';
import { writeWhole } from './write-file.js';

/** The text of the connection file: how every other command reaches the sandbox. */
export function connectionText(info: SandboxInfo): string {
  return stringify(
    {
      apiVersion: 'ndc.gov.vn/v1',
      kind: 'Connection',
      name: info.name,
      sandbox: true,
      scenario: 'all-operating',
      charts: { url: info.charts.url },
      backend: { type: 'local' },
      sites: Object.fromEntries(
        Object.values(info.sites).map((site) => [
          site.id,
          { kubeconfig: site.kubeconfig, context: site.context, uid: site.uid },
        ]),
      ),
    },
    { lineWidth: 0 },
  );
}

/** Writes the connection file. It names keys but holds none. */
export async function writeConnection(info: SandboxInfo): Promise<void> {
  await mkdir(dirname(info.connectionFile), { recursive: true });
  await writeWhole(info.connectionFile, connectionText(info), 0o644);
}

/** What decides whether a connection file is ours. */
export interface FoundConnection {
  readonly sandbox: boolean;
}

/** Looks at the file; `undefined` when there is none. One that cannot be read is not ours. */
export async function readConnection(path: string): Promise<FoundConnection | undefined> {
  try {
    const value: unknown = parse(await readFile(path, 'utf8'));
    const ours =
      typeof value === 'object' && value !== null && 'sandbox' in value && value.sandbox === true;
    return { sandbox: ours };
  } catch (error) {
    return hasErrorCode(error, 'ENOENT') ? undefined : { sandbox: false };
  }
}

/**
 * Refuses to take the name of a connection that a person wrote.
 *
 * @throws SandboxFailure `sandbox/connection-foreign`.
 */
export async function requireOwnConnection(path: string, name: string): Promise<void> {
  const found = await readConnection(path);
  if (found !== undefined && !found.sandbox) {
    throw new SandboxFailure('sandbox/connection-foreign', {
      place: shownPath(path),
      found: {
        vi: 'một kết nối không do cụm thử nghiệm nào ghi (không có "sandbox: true")',
        en: 'a connection that no sandbox wrote (it does not say "sandbox: true")',
      },
      expected: {
        vi: `không có tệp này, hoặc tệp của cụm thử nghiệm ${name}`,
        en: `no file, or one of the sandbox ${name}`,
      },
      remedy: {
        vi: 'Hãy chọn tên khác cho cụm thử nghiệm, hoặc chuyển tệp đó đi.',
        en: 'Choose another name for the sandbox, or move that file away.',
      },
    });
  }
}
