import { describe, expect, it } from 'vitest';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { fitOf } from '../../../sites/tenancy/fit.js';
import { shippedFiles } from '../data/shipped.js';
import { asOf } from '../model/estate-files.js';

/** The shipped estate with its health database changed. */
function shippedWith(edit: (text: string) => string): Estate {
  const files = shippedFiles.map((file) => (file.name === 'tenants/bo-y-te.yaml' ? { name: file.name, bytes: new TextEncoder().encode(edit(new TextDecoder().decode(file.bytes))) } : file));
  const loaded = loadEstate(files, asOf);
  if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.estate;
}

describe('a replica in a third site', () => {
  const base = shippedWith((text) => text);

  it('that gives something back although the request grows is named: more storage makes more instances, each smaller', () => {
    const fit = fitOf(base, shippedWith((text) => text.replace('cpu: 192', 'cpu: 256').replace('storage: {ndc-block: 30Ti}', 'storage: {ndc-block: 45Ti}')));
    expect(fit.rows.filter(({ resource, request }) => resource === 'cpu' && request < 0n).map(({ site }) => site)).toEqual(['ndc-02']);
    expect(fit.smallerCopies).toEqual([{ namespace: 'csdl-y-te-prod', site: 'ndc-02' }]);
  });

  it.each([
    ['grows with what it follows', (text: string) => text.replace('memory: 1Ti', 'memory: 1536Gi')],
    ['shrinks with what it follows', (text: string) => text.replace('cpu: 192', 'cpu: 20').replace('memory: 1Ti', 'memory: 64Gi')],
    ['holds a state secret', (text: string) => text.replace('secrecy: none', 'secrecy: mat').replace('storage: {ndc-block: 30Ti}', 'storage: {ndc-block: 45Ti}')],
  ])('that %s is not', (_, edit) => {
    expect(fitOf(base, shippedWith(edit)).smallerCopies).toEqual([]);
  });
});
