import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { connectionText } from '../../../../bin/edge/sandbox/connection-file.js';
import { layoutOf } from '../../../../bin/edge/sandbox/layout.js';
import { firstServiceAddress, requireSites } from '../../../../bin/edge/sandbox/site-request.js';

describe('firstServiceAddress', () => {
  it.each([
    ['10.96.0.0/16', '10.96.0.1'],
    ['10.96.5.7/12', '10.96.0.1'],
    ['192.168.1.128/25', '192.168.1.129'],
    ['255.255.255.252/30', '255.255.255.253'],
  ])('%s → %s', (serviceCidr, expected) => {
    expect(firstServiceAddress({ id: 'ndc-01', serviceCidr, platformGroup: 'g' })).toBe(expected);
  });

  it.each(['10.0.0.0/11', '10.0.0.0/31', '10.0.0.0', '10.0.0/16', 'fd00::/108', '10.0.0.0/1e1', ''])(
    'refuses %j',
    (serviceCidr) => {
      expect(() => firstServiceAddress({ id: 'ndc-01', serviceCidr, platformGroup: 'g' })).toThrow(/expected an IPv4/);
    },
  );
});

describe('requireSites', () => {
  it('refuses an empty list and an id twice', () => {
    const site = { id: 'ndc-01', serviceCidr: '10.96.0.0/16', platformGroup: 'g' };
    expect(() => requireSites([])).toThrow(/no site/);
    expect(() => requireSites([site, site])).toThrow(/each id once/);
  });
});

describe('layoutOf', () => {
  it('keeps everything below the home folder', () => {
    const layout = layoutOf('some/.ndc', 'sandbox');
    expect(layout.directory).toBe(resolve('some/.ndc/sandbox/sandbox'));
    expect(layout.connectionFile).toBe(resolve('some/.ndc/connections/sandbox.yaml'));
  });

  it.each(['..', 'a/b', 'A', '', '-a', 'a-', 'x'.repeat(41), 'a.b', 'a\n'])('refuses %j', (name) => {
    expect(() => layoutOf('/h', name)).toThrow(/Choose another name/);
  });
});

describe('connectionText', () => {
  it('is what the other commands read', () => {
    const text = connectionText({
      name: 'sandbox',
      home: '/h',
      directory: '/h/sandbox/sandbox',
      connectionFile: '/h/connections/sandbox.yaml',
      charts: { url: 'http://127.0.0.1:20001' },
      sites: {
        'ndc-01': {
          id: 'ndc-01',
          kubeconfig: '/h/sandbox/sandbox/ndc-01.kubeconfig',
          context: 'ndc-01',
          server: 'https://127.0.0.1:20002',
          uid: 'u-1',
        },
      },
    });
    expect(parse(text)).toEqual({
      apiVersion: 'ndc.gov.vn/v1',
      kind: 'Connection',
      name: 'sandbox',
      sandbox: true,
      scenario: 'all-operating',
      charts: { url: 'http://127.0.0.1:20001' },
      backend: { type: 'local' },
      sites: {
        'ndc-01': {
          kubeconfig: '/h/sandbox/sandbox/ndc-01.kubeconfig',
          context: 'ndc-01',
          uid: 'u-1',
        },
      },
    });
  });
});
