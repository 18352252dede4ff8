import type { z } from 'zod';
import type { breakGlassSchema } from '../../sites/model/kinds/break-glass.js';
import type { keysSchema } from '../../sites/model/kinds/keys.js';
import { database, head, keyDomain, others, partition, system, type Choices, type Partition } from './choices.js';
import { estateFile, type EstateFile } from './estate-file.js';

type Keys = z.input<typeof keysSchema>;
type Key = Keys['keys'][number];

const cards: NonNullable<Key['backups']> = [{ medium: 'cards', place: 'Cards of the custodians, outside every site' }];

/** Keys of a site: none of them leaves its HSM, and those a restore needs are shared with the other sites. */
export function keysFile(choices: Choices, site: string): EstateFile {
  const { organisation, day } = choices;
  const key = (name: string, purpose: Key['purpose'], place: Partition, opens: readonly string[], { alone = false, ...more }: Partial<Key> & { readonly alone?: boolean } = {}): Key => ({
    id: `${site}-${name}`,
    purpose,
    home: { hsm: { site, partition: partition(site, place), label: `${site}-${name}` } },
    mechanism: 'CKM_AES_GCM',
    bits: 256,
    extractable: false,
    rotationDays: 90,
    created: day,
    ...(alone ? {} : { domain: { name: keyDomain, sharedWith: [...others(choices, site)] } }),
    backups: cards,
    standards: ['tcvn-11295', 'fips-140-3'],
    opens: [...opens],
    ...more,
  });
  const value: Keys = {
    ...head('Keys'),
    site,
    keys: [
      key('api', 'api-server', 'kms', [`api-server/${site}`]),
      key('seal', 'seal', 'seal', [`store/${site}`]),
      // Disks are rebuilt from other copies, never restored elsewhere.
      key('osd', 'osd', 'storage', [`osd/${site}`], { mechanism: 'CKM_AES_KEY_WRAP', alone: true }),
      key('volumes', 'storage-class', 'storage', [`storage/${site}/ndc-block`]),
      key('backup', 'backup', 'backup', [`backup/${site}`], { mechanism: 'CKM_AES_KEY_WRAP' }),
      key('state', 'state', 'state', [`state/${site}`]),
      key(organisation, 'tenant', 'storage', [`organisation/${organisation}`, `database/${system}/${database}`]),
      key('ca', 'ca', 'ca', [`ca/${site}`], { mechanism: 'CKM_ECDSA', bits: 384, rotationDays: 1095, alone: true }),
    ],
    order: [{ of: `store/${site}`, needs: [`storage/${site}/ndc-block`] }],
  };
  return estateFile(`keys/${site}.yaml`, {
    schemaName: 'keys',
    about: [`Keys of ${site}: what each opens, where it lies, who holds a copy. No key and no PIN ever stands here.`, 'ndc hsm keys lists them, ndc hsm ceremony KEY prints the sheet by which one is made.'],
    value,
    notes: {
      'keys.0': 'Secrets of the API server.',
      'keys.1': 'Seal of the secret store: the sites that share the domain can open it.',
      'keys.2': 'Disks are rebuilt from other copies: this key stays alone.',
      'keys.3': 'Volumes of the block class.',
      'keys.4': 'Backups that this site writes.',
      'keys.5': 'Terraform states of this site.',
      'keys.6': 'One organisation’s own key: its secrets, and its database.',
      'keys.7': 'Authority of the site; it lives as long as its certificate.',
      order: 'The secret store lies on block storage: that key comes first at a cold start.',
    },
  });
}

/** What opens a site when nothing that usually opens it is there. */
export function breakGlassFile({ sites, day }: Choices): EstateFile {
  const officers = ['Cipher officer 1', 'Cipher officer 2', 'Cipher officer 3'];
  const watch = ['Head of shift', 'Deputy head of shift', 'Cipher officer 1'];
  const value: z.input<typeof breakGlassSchema> = {
    ...head('BreakGlass'),
    means: sites.flatMap((site) => [
      { id: `${site}-pin`, site, what: 'pin-envelope' as const, place: `Safe of the cipher officers at ${site}`, opens: { roles: officers, needed: 2 }, since: day, everyDays: 90 },
      { id: `${site}-kubeconfig`, site, what: 'kubeconfig' as const, place: `Safe of the watch room at ${site}, and a set at another site`, opens: { roles: watch, needed: 2 }, since: day, everyDays: 90 },
      { id: `${site}-recovery`, site, what: 'recovery-keys' as const, place: 'Each holder keeps one share in a safe of their own', opens: { roles: [1, 2, 3, 4, 5].map((number) => `Holder of recovery share ${number}`), needed: 3 }, since: day, everyDays: 180 },
      { id: `${site}-repository`, site, what: 'repository-copy' as const, place: `Disk without a network in the safe of the watch room at ${site}`, opens: { roles: watch, needed: 1 }, since: day, everyDays: 90 },
    ]),
  };
  return estateFile('keys/break-glass.yaml', { schemaName: 'break-glass', about: ['What opens a site in an emergency: where it lies and who opens it. The places are no secret; what lies there never stands here.'], value, notes: { means: 'everyDays: how often it is drilled; drilled: when it was last. ndc hsm break-glass lists what is due.' } });
}
