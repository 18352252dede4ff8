import { join } from 'node:path';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { storeSetup } from '../../../sites/keys/store-setup.js';
import type { Command } from '../../command.js';
import { writeWhole } from '../../edge/files.js';
import type { HsmStoreData } from '../../hsm-store-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { oneSite, oneSiteOption } from './sites-option.js';

export const command: Command = {
  options: [oneSiteOption, { flags: '--out <dir>', about: { vi: 'ghi chính sách và tập lệnh vào thư mục này', en: 'write the policies and the script into this folder' } }],
  examples: ['ndc hsm store --site ndc-01', 'ndc hsm store --site ndc-01 --out out/store/ndc-01', 'ndc hsm store --site ndc-01 --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-store.v1', HsmStoreData>> => {
    const estate = underScenario(await openEstate(context), context);
    const setup = storeSetup(estate, oneSite(estate, options), deriveIntent(estate).environments);
    const out = options['out'] as string | undefined;
    if (out !== undefined) for (const { path, content } of setup.files) await writeWhole(join(out, path), content, { mode: path.endsWith('.sh') ? 0o700 : 0o600 });
    return { kind: 'ndc/hsm-store.v1', exit: 0, data: { ...setup, asOf: estate.scenario.asOf, ...(out === undefined ? {} : { written: out }) } };
  },
};
