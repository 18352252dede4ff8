import { join, resolve } from 'node:path';
import type { Text } from '../../../sites/model/text.js';
import { SandboxFailure } from './failure.js';

/** Where everything of one sandbox lies. All paths are absolute. */
export interface SandboxLayout {
  readonly name: string;
  /** The project's `.ndc` folder. */
  readonly home: string;
  readonly directory: string;
  readonly stateFile: string;
  readonly lockFile: string;
  readonly connectionFile: string;
  readonly chartLog: string;
}

/** Where everything of one site of a sandbox lies. */
export interface SiteLayout {
  readonly directory: string;
  readonly pki: string;
  readonly etcdData: string;
  readonly logs: string;
  readonly kubeconfig: string;
}

const NAME = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

/**
 * The paths of sandbox `name` under `home`.
 *
 * @throws SandboxFailure `sandbox/name-invalid`: the name becomes part of paths.
 */
export function layoutOf(home: string, name: string): SandboxLayout {
  requireName({ vi: 'tên cụm thử nghiệm', en: 'name of the sandbox' }, name);
  const root = resolve(home);
  const directory = join(root, 'sandbox', name);
  return {
    name,
    home: root,
    directory,
    stateFile: join(directory, 'state.json'),
    lockFile: join(root, 'sandbox', `${name}.lock`),
    connectionFile: join(root, 'connections', `${name}.yaml`),
    chartLog: join(directory, 'chart-server.log'),
  };
}

/** The paths of one site under the sandbox's folder. */
export function siteLayoutOf(directory: string, site: string): SiteLayout {
  requireName({ vi: 'id của trung tâm', en: 'id of the site' }, site);
  const own = join(directory, 'sites', site);
  return {
    directory: own,
    pki: join(own, 'pki'),
    etcdData: join(own, 'etcd'),
    logs: join(own, 'logs'),
    kubeconfig: join(directory, `${site}.kubeconfig`),
  };
}

function requireName(place: Text, name: string): void {
  if (!NAME.test(name)) {
    throw new SandboxFailure('sandbox/name-invalid', {
      place,
      found: JSON.stringify(name),
      expected: {
        vi: 'tối đa 40 chữ thường không dấu, chữ số và dấu gạch nối, không gạch nối ở đầu hay cuối',
        en: 'at most 40 lower-case letters, digits and dashes, no dash at either end',
      },
      remedy: { vi: 'Hãy chọn tên khác.', en: 'Choose another name.' },
    });
  }
}
