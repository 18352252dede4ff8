import { describe, expect, it } from 'vitest';
import { componentOf } from '../../constructs/components/all.js';
import { openbaoValues } from '../../constructs/components/openbao.js';
import { hsmSeal } from '../../constructs/hsm-seal.js';
import type { Estate } from '../../sites/model/estate.js';
import { smallEstate } from '../stacks/estate-small.js';

const { estate } = smallEstate();
const client = { image: 'hsm/client:1', library: '/opt/hsm/lib/libpkcs11.so.2' };
const domain = 'shared-domain';
type Key = Estate['keys'][string];

/** The small estate, with clients at every site and one key that seals NDC 01's store. */
function sealed(key: Partial<Key> = {}, hsm: object = { client, keyDomain: domain }) {
  const sites = Object.fromEntries(Object.entries(estate.sites).map(([id, site]) => [id, { ...site, hsm: { ...site.hsm, partitions: [{ label: `${id}-seal`, purpose: 'seal', mechanisms: ['CKM_AES_GCM'] }], ...hsm } }]));
  const seal = { id: 's', site: 'ndc-01', purpose: 'seal', home: { hsm: { site: 'ndc-01', partition: 'ndc-01-seal', label: 'ndc-01-seal-a' } }, mechanism: 'CKM_AES_GCM', bits: 256, extractable: false, rotationDays: 90, opens: ['store/ndc-01'], standards: [], domain: { name: domain, sharedWith: ['ndc-02'] }, ...key } as Key;
  return { ...estate, sites, keys: { s: seal } } as unknown as Estate;
}
const at = (of: Estate, site: string, store = 'ndc-01') => hsmSeal(of, of.sites[site] ?? of.sites['ndc-01']!, store);

describe('the seal of a secret store', () => {
  it('is the key that opens the store, at its site and at those that share its domain', () => {
    const expected = { partition: 'ndc-01-seal', label: 'ndc-01-seal-a', mechanism: '0x1087', image: 'registry.ndc-01.example.vn/hsm/client:1', library: client.library };
    expect(at(sealed(), 'ndc-01')).toEqual(expected);
    expect(at(sealed(), 'ndc-02')).toEqual({ ...expected, partition: 'ndc-02-seal', image: 'registry.ndc-02.example.vn/hsm/client:1' });
    expect(at(sealed(), 'ndc-03')).toBeUndefined();
    expect(at(sealed(), 'ndc-02', 'ndc-02')).toBeUndefined();
  });

  it.each<[string, Estate]>([
    ['the site names no client', sealed({}, { keyDomain: domain })],
    ['OpenBao does not seal with the mechanism', sealed({ mechanism: 'CKM_AES_KEY_WRAP' })],
    ['the key lies in a store', sealed({ home: { store: { site: 'ndc-01', path: 'transit/seal' } } })],
  ])('is none where %s', (_, of) => {
    expect(at(of, 'ndc-01')).toBeUndefined();
  });

  it('is none elsewhere where the HSM there is of another domain', () => {
    const of = sealed();
    const other = { ...of, sites: { ...of.sites, 'ndc-02': { ...of.sites['ndc-02'], hsm: { ...of.sites['ndc-02']?.hsm, keyDomain: 'another' } } } } as unknown as Estate;
    expect(at(other, 'ndc-02')).toBeUndefined();
  });

  it('is none elsewhere where the HSM there has no partition for it', () => {
    const of = sealed();
    const other = { ...of, sites: { ...of.sites, 'ndc-02': { ...of.sites['ndc-02'], hsm: { ...of.sites['ndc-02']?.hsm, partitions: [] } } } } as unknown as Estate;
    expect(at(other, 'ndc-02')).toBeUndefined();
  });

  it('is named in the values of the chart, and its PIN stands in a mounted file alone', () => {
    const of = sealed();
    const values = componentOf('openbao').values({ estate: of, site: of.sites['ndc-01']!, labels: {} });
    expect(values).toMatchObject({
      server: {
        image: { registry: 'registry.ndc-01.example.vn', repository: 'quay.io/openbao/openbao-hsm-ubi' },
        extraEnvironmentVars: { BAO_HSM_LIB: '/openbao/pkcs11/libpkcs11.so.2', BAO_HSM_TOKEN_LABEL: 'ndc-01-seal', BAO_HSM_KEY_LABEL: 'ndc-01-seal-a', BAO_HSM_MECHANISM: '0x1087' },
        extraArgs: '-config=/openbao/pin/seal.hcl',
        volumes: expect.arrayContaining([{ name: 'pin', secret: { secretName: 'openbao-pin', defaultMode: 288 } }]) as unknown,
        extraInitContainers: [{ image: 'registry.ndc-01.example.vn/hsm/client:1', command: ['cp', '-R', '/opt/hsm/lib/.', '/openbao/pkcs11'] }],
      },
    });
    expect(JSON.stringify(values)).not.toMatch(/BAO_HSM_PIN|"pin":"/);
  });

  it('of a standby is its source’s, with a PIN of its own', () => {
    const of = sealed();
    const values = openbaoValues({ estate: of, site: of.sites['ndc-02']!, labels: {} }, { instance: 'openbao-of-ndc-01', source: { site: 'ndc-01', host: 'h', lost: false } });
    expect(values).toMatchObject({ server: { extraEnvironmentVars: { BAO_HSM_TOKEN_LABEL: 'ndc-02-seal', BAO_HSM_KEY_LABEL: 'ndc-01-seal-a' }, volumes: expect.arrayContaining([{ name: 'pin', secret: { secretName: 'openbao-of-ndc-01-pin', defaultMode: 288 } }]) as unknown } });
  });
});
