import { isIPv4 } from 'node:net';
import { SandboxFailure, type Words } from './failure.js';

/** A site as the sandbox needs to know it. */
export interface SandboxSite {
  readonly id: string;
  /** Service network in CIDR notation; the API server takes a /12 or smaller. */
  readonly serviceCidr: string;
  /** Group that the estate's admission policies let do the platform's work (`platformIdentity`). */
  readonly platformGroup: string;
  /**
   * Version the estate declares, such as `1.35.4`. The sandbox runs what it has and says so where
   * the minor differs. @default - not compared
   */
  readonly kubernetesVersion?: string;
}

/**
 * Refuses lists that no control plane could be started for.
 *
 * @throws SandboxFailure `sandbox/sites-invalid`.
 */
export function requireSites(sites: readonly SandboxSite[]): void {
  if (sites.length === 0) {
    throw invalid({ vi: 'không có trung tâm nào', en: 'no site' }, { vi: 'ít nhất một', en: 'at least one' });
  }
  const ids = new Set(sites.map((site) => site.id));
  if (ids.size !== sites.length) {
    throw invalid(`id ${sites.map((site) => site.id).join(', ')}`, { vi: 'mỗi id một lần', en: 'each id once' });
  }
  for (const site of sites) {
    firstServiceAddress(site);
  }
}

/**
 * The address the API server gives its own service `kubernetes`: the first one of the network.
 *
 * @throws SandboxFailure `sandbox/sites-invalid` when the CIDR is none, or larger than a /12.
 */
export function firstServiceAddress(site: SandboxSite): string {
  const [address = '', length = ''] = site.serviceCidr.split('/');
  const bits = Number(length);
  if (!isIPv4(address) || !/^\d{1,2}$/.test(length) || bits < 12 || bits > 30) {
    throw invalid(
      {
        vi: `mạng dịch vụ ${JSON.stringify(site.serviceCidr)} tại ${site.id}`,
        en: `service network ${JSON.stringify(site.serviceCidr)} at ${site.id}`,
      },
      {
        vi: 'một mạng IPv4 như 10.96.0.0/16, từ /12 đến /30',
        en: 'an IPv4 network such as 10.96.0.0/16, between /12 and /30',
      },
    );
  }
  const octets = address.split('.').map(Number);
  const value = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - bits);
  const first = Math.floor(value / size) * size + 1;
  return [24, 16, 8, 0].map((shift) => String(Math.floor(first / 2 ** shift) % 256)).join('.');
}

function invalid(found: Words, expected: Words): SandboxFailure {
  return new SandboxFailure('sandbox/sites-invalid', {
    place: { vi: 'các trung tâm của cụm thử nghiệm', en: 'sites of the sandbox' },
    found,
    expected,
    remedy: { vi: 'Hãy sửa tệp của các trung tâm.', en: 'Correct the site files.' },
  });
}
