import { join } from 'node:path';
import { deriveIntent } from '../../sites/intent/derive.js';
import { expectedStacks } from '../../stacks/expected.js';
import { synthesise } from '../../stacks/synthesise.js';
import type { Command } from '../command.js';
import { writeWhole } from '../edge/files.js';
import { InputFailure } from '../failure.js';
import { openEstate, underScenario } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import { known, selected, selectionOptions } from '../selection.js';

export interface SynthData {
  readonly directory: string;
  readonly stacks: readonly { readonly name: string; readonly kind: string; readonly site: string; readonly resources: number; readonly needs: readonly string[]; readonly digest: string }[];
}

export const command: Command = {
  options: [...selectionOptions, { flags: '--out <dir>', about: { vi: 'thư mục ghi ra (mặc định out)', en: 'output directory (default out)' } }],
  examples: ['ndc synth', 'ndc synth --scenario all-operating --out /tmp/stacks', 'ndc synth --site ndc-01 --organisation bo-y-te'],
  run: async (context, _args, options): Promise<Outcome<'ndc/synth.v1', SynthData>> => {
    const estate = underScenario(await openEstate(context), context);
    const selection = selected(estate, options);
    const intent = deriveIntent(estate);
    const names = expectedStacks(estate, intent).map(({ name }) => name);
    if (names.length > 0) known('--stack', selection.stacks, names);
    const stacks = synthesise(estate, intent, selection);
    if (stacks.length === 0)
      throw new InputFailure('NDC-X006', {
        vi: 'không có stack nào: không trung tâm nào được chọn đang hoạt động. Thử --scenario all-operating.',
        en: 'there is no stack to write: none of the selected sites operates. Try --scenario all-operating.',
      });
    const directory = (options['out'] as string | undefined) ?? 'out';
    for (const { name, json } of stacks) await writeWhole(join(directory, name, 'cdk.tf.json'), json, { replace: true });
    return {
      kind: 'ndc/synth.v1',
      exit: 0,
      data: {
        directory,
        stacks: stacks.map(({ name, kind, site, resources, needs, digest }) => ({ name, kind, site, resources, needs: needs.map((need) => `${need.apiVersion} ${need.kind}`), digest })),
      },
    };
  },
};
