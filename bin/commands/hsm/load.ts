import { hsmLoad } from '../../../sites/keys/load.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { pointer } from '../../../sites/model/pointer.js';
import { inputsOf } from '../../capacity-inputs.js';
import type { Command } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import { InputFailure } from '../../failure.js';
import type { HsmLoadData } from '../../hsm-load-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { whatIfOf } from '../capacity/selection.js';
import { selectedSites, sitesOption } from './sites-option.js';

export const command: Command = {
  computes: true,
  options: [sitesOption],
  formats: ['csv'],
  examples: ['ndc hsm load --lang vi', 'ndc hsm load --site ndc-01 --scenario all-operating', 'ndc hsm load --format csv'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-load.v1', HsmLoadData>> => {
    const estate = underScenario(await openEstate(context), context);
    const sites = selectedSites(estate, options);
    const { hsm } = estate.planning;
    if (hsm === undefined)
      throw new InputFailure('NDC-X357', {
        vi: 'catalogue/planning.yaml không có mục hsm (busyPercent, meanVolume, startMinutes, failoverMinutes, seeds, secretStoreNodes, unsealOperations, backupOperations): không biết HSM phải làm bao nhiêu. Hãy thêm mục này; lược đồ: ndc schema --json.',
        en: 'catalogue/planning.yaml has no section hsm (busyPercent, meanVolume, startMinutes, failoverMinutes, seeds, secretStoreNodes, unsealOperations, backupOperations): what HSMs are asked for is not known. Add it; its schema: ndc schema --json.',
      });
    const loads = hsmLoad(estate, deriveIntent(estate).environments, hsm, sites);
    return {
      kind: 'ndc/hsm-load.v1',
      exit: loads.some(({ operating, rate, partitions }) => operating && (rate !== 'enough' || partitions.verdict !== 'enough')) ? 1 : 0,
      data: {
        estate: estateHead(estate),
        asOf: estate.scenario.asOf,
        whatIf: whatIfOf(context),
        busyPercent: hsm.busyPercent,
        sites: loads,
        inputs: inputsOf(estate, [pointer('planning', 'hsm'), pointer('planning', 'links', 'backupWindow'), ...loads.filter(({ devices }) => devices !== undefined).map(({ site }) => pointer('sites', site, 'hsm', 'devices'))]),
      },
    };
  },
};
