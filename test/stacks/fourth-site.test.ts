import { describe, expect, it } from 'vitest';
import { synthesise } from '../../stacks/synthesise.js';
import type { SourceFile } from '../../sites/model/source-file.js';
import { addressesOf } from './addresses.js';
import { edited, estateOf, smallEstate, smallEstateFiles } from './estate-small.js';

/** Adding a site is adding a file: `ndc-04.yaml`, made from the third one's, and requests that point at it. */
function withFourthSite(): SourceFile[] {
  const files = smallEstateFiles();
  const third = files.find(({ name }) => name === 'ndc-03.yaml');
  if (third === undefined || !('bytes' in third)) throw new Error('the small estate has a third site');
  const fourth = Buffer.from(third.bytes)
    .toString('utf8')
    .replaceAll('ndc-03', 'ndc-04')
    .replace('number: 3', 'number: 4')
    .replace('  id: 3', '  id: 4')
    .replaceAll(/10\.(48|56|57)\./g, (_, octet: string) => `10.${Number(octet) + 16}.`);
  const placed = edited(files, 'tenants/bo-a.yaml', (text) =>
    text.replace('      - name: dev', '      - {name: uat, quota: {size: s}, placement: {primary: ndc-04, standby: ndc-01}}\n      - name: dev'),
  );
  return [...placed, { name: 'ndc-04.yaml', bytes: Buffer.from(fourth) }];
}

describe('a fourth site', () => {
  const before = smallEstate();
  const after = estateOf(withFourthSite());
  const [stacksBefore, stacksAfter] = [synthesise(before.estate, before.intent), synthesise(after.estate, after.intent)];

  it('synthesises like the others', () => {
    expect(stacksAfter.filter(({ site }) => site === 'ndc-04').map(({ name }) => name)).toEqual(['ndc-04-platform', 'ndc-04-tenant-bo-a', 'ndc-04-protection']);
    const platform = stacksAfter.find(({ name }) => name === 'ndc-04-platform')?.json ?? '';
    expect(platform).toContain('10.64.0.0/13');
    expect(platform).toContain('registry.ndc-04.example.vn');
  });

  it('changes no address that stood', () => {
    for (const { name, json } of stacksBefore) {
      const now = addressesOf(stacksAfter.find((stack) => stack.name === name)?.json ?? '{}');
      expect(now, name).toEqual(expect.arrayContaining([...addressesOf(json)]));
    }
  });

  it('joins every platform’s mesh, and changes else only the site a request pairs it with', () => {
    const changed = stacksBefore.filter(({ name, json }) => stacksAfter.find((stack) => stack.name === name)?.json !== json).map(({ name }) => name);
    expect(changed).toEqual(['ndc-01-platform', 'ndc-01-tenant-bo-a', 'ndc-01-tenant-so-b', 'ndc-01-protection', 'ndc-02-platform', 'ndc-03-platform']);
  });
});
