import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { storeSetup } from '../../../sites/keys/store-setup.js';
import { shippedEstate } from '../data/shipped.js';

const shipped = shippedEstate();
const { environments } = deriveIntent(shipped);
const setup = storeSetup(shipped, 'ndc-01', environments);
const contentOf = (path: string): string => setup.files.find((file) => file.path === path)?.content ?? '';

describe('the set-up of a secret store', () => {
  it('has mounts, a policy and a role for every organisation that runs there, and for no other', () => {
    const here = [...new Set(environments.filter(({ primary }) => primary.site === 'ndc-01').map(({ organisation }) => organisation))].sort();
    expect(setup.tenants.map(({ organisation }) => organisation)).toEqual(here);
    expect(setup.files.map(({ path }) => path)).toEqual([...here.map((id) => `policies/organisation-${id}.hcl`), 'policies/snapshot.hcl', 'setup.sh']);
    expect(storeSetup(shipped, 'ndc-09', environments)).toMatchObject({ tenants: [] });
  });

  it('gives each importance a key that nobody takes out, and none to what belongs into the HSM', () => {
    const health = setup.tenants.find(({ organisation }) => organisation === 'bo-y-te');
    const apart = environments.filter(({ organisation, primary, system }) => organisation === 'bo-y-te' && primary.site === 'ndc-01' && (system.personalData === 'sensitive' || system.secrecy !== 'none'));
    expect(health?.apart.map(({ system }) => system)).toEqual([...new Set(apart.map(({ system }) => system.id))].sort());
    expect(health?.apart.length).toBeGreaterThan(0);
    const script = contentOf('setup.sh');
    expect(script).toContain('bao write transit/bo-y-te/keys/ordinary type=aes256-gcm96 exportable=false allow_plaintext_backup=false auto_rotate_period=2160h');
    for (const { transit, keys } of setup.tenants) for (const key of ['ordinary', 'important', 'core'] as const) expect(script.includes(`${transit}/keys/${key} `)).toBe(keys.includes(key));
  });

  it('names the keys in the HSM that stand for those it has none of, of each organisation, and those that the inventory lacks', () => {
    const apart = (of: typeof setup, id: string) => of.tenants.find(({ organisation }) => organisation === id)?.apart.map(({ system, keys }) => [system, keys]);
    expect(apart(setup, 'bo-y-te')).toContainEqual(['ho-so-suc-khoe', [{ id: 'ndc-01-bo-y-te', planned: false }]]);
    expect(apart(setup, 'bo-ngoai-giao')).toEqual([['lanh-su-dien-tu', []]]);
    const changed = (change: object) => storeSetup({ ...shipped, keys: { ...shipped.keys, 'ndc-01-bo-y-te': { ...shipped.keys['ndc-01-bo-y-te'], ...change } } } as typeof shipped, 'ndc-01', environments);
    expect(apart(changed({ created: undefined }), 'bo-y-te')).toContainEqual(['ho-so-suc-khoe', [{ id: 'ndc-01-bo-y-te', planned: true }]]);
    expect(apart(changed({ home: { store: { site: 'ndc-01', path: 'transit/y-te' } } }), 'bo-y-te')).toContainEqual(['ho-so-suc-khoe', []]);
    // A key for one system's database is no key of its organisation's other systems.
    expect(apart(changed({ opens: ['database/ho-so-suc-khoe/ho-so'] }), 'bo-y-te')).toEqual([['csdl-y-te', []], ['ho-so-suc-khoe', [{ id: 'ndc-01-bo-y-te', planned: false }]]]);
  });

  it('lets an organisation reach its own paths alone, and change or export no key', () => {
    for (const { organisation, secrets, transit, policy } of setup.tenants) {
      const paths = [...contentOf(`policies/${policy}.hcl`).matchAll(/^path "([^"]+)"/gm)].map(([, path = '']) => path);
      expect(paths.length).toBeGreaterThan(1);
      for (const path of paths) expect(path.startsWith(`${secrets}/`) || path.startsWith(`${transit}/`), `${organisation}: ${path}`).toBe(true);
      expect(paths.filter((path) => /\/(keys|export|backup|restore|config|trim)\b/.test(path))).toEqual([]);
    }
  });

  it('is a script that a shell reads, and stops at the first failure', () => {
    execFileSync('bash', ['-n'], { input: contentOf('setup.sh') });
    expect(contentOf('setup.sh')).toMatch(/^#!\/usr\/bin\/env bash\n(#.*\n)*set -euo pipefail\n/);
  });

  it('takes up again where a run was broken off: what is there stays, policies and roles are written anew', () => {
    // A stand-in for the program, which says what it is asked; one knows nothing, the other has everything.
    const has = JSON.stringify(Object.fromEntries(['kubernetes', ...setup.tenants.flatMap(({ secrets, transit }) => [secrets, transit])].map((path) => [`${path}/`, {}])));
    const asked = (listed: string, read: 'true' | 'false'): readonly string[] => {
      const script = contentOf('setup.sh').replace(/^cd .*$/m, '');
      const bao = `bao() { echo "bao $*" >&2; case "$1 $2" in *" list") printf '%s' '${listed}' ;; "read "*) ${read} ;; esac; }`;
      return spawnSync('bash', ['-c', `${bao}\n${script}`], { encoding: 'utf8' }).stderr.split('\n');
    };
    const counted = (lines: readonly string[], what: RegExp): number => lines.filter((line) => what.test(line)).length;
    const [first, again] = [asked('{}', 'false'), asked(has, 'true')];
    const withKeys = setup.tenants.filter(({ keys }) => keys.length > 0).length;
    expect(counted(first, /^bao secrets enable/)).toBe(setup.tenants.length + withKeys);
    expect(counted(first, /^bao write transit/)).toBe(setup.tenants.flatMap(({ keys }) => keys).length);
    expect([counted(again, /enable/), counted(again, /^bao write transit/)]).toEqual([0, 0]);
    for (const lines of [first, again]) expect(counted(lines, /^bao policy write organisation-/)).toBe(setup.tenants.length);
  });
});
