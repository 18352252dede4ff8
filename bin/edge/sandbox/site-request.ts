import { isIPv4 } from 'node:net';
import { SandboxFailure } from './failure.js';

/** A site as the sandbox needs to know it. */
export interface SandboxSite {
  readonly id: string;
  /** Service network in CIDR notation; the API server takes a /12 or smaller. */
  readonly serviceCidr: string;
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
    throw invalid('no site', 'at least one');
  }
  const ids = new Set(sites.map((site) => site.id));
  if (ids.size !== sites.length) {
    throw invalid(`ids ${sites.map((site) => site.id).join(', ')}`, 'each id once');
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
      `service network ${JSON.stringify(site.serviceCidr)} at ${site.id}`,
      'an IPv4 network such as 10.96.0.0/16, between /12 and /30',
    );
  }
  const octets = address.split('.').map(Number);
  const value = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - bits);
  const first = Math.floor(value / size) * size + 1;
  return [24, 16, 8, 0].map((shift) => String(Math.floor(first / 2 ** shift) % 256)).join('.');
}

function invalid(found: string, expected: string): SandboxFailure {
  return new SandboxFailure('sandbox/sites-invalid', {
    place: 'sites of the sandbox',
    found,
    expected,
    remedy: 'Correct the site files.',
  });
}
