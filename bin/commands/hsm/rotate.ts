import { canPlan, rotationPlan } from '../../../sites/keys/rotation.js';
import { readDay } from '../../../sites/model/calendar.js';
import { everyKey } from '../../../sites/model/key-holders.js';
import { didYouMean, nearest } from '../../../sites/model/nearest.js';
import { visible } from '../../../sites/model/visible.js';
import type { Command } from '../../command.js';
import { InputFailure } from '../../failure.js';
import type { HsmRotateData } from '../../hsm-rotate-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { purposeNames } from '../../present/hsm/words.js';
import { needed, requireLabel } from './token-options.js';

export const command: Command = {
  options: [
    { flags: '--plan <site/key>', about: { vi: 'in các bước thay khóa, không làm gì', en: 'print the steps of a rotation; does nothing' } },
    { flags: '--new <label>', about: { vi: 'nhãn khóa mới (mặc định: năm và chữ cái kế tiếp)', en: 'label of the new key (default: the year and the next letter)' } },
  ],
  examples: ['ndc hsm rotate --plan ndc-01/ndc-01-api-2026c', 'ndc hsm rotate --plan ndc-01/ndc-01-api-2026c --new ndc-01-api-2027a --lang vi'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-rotate.v1', HsmRotateData>> => {
    const estate = underScenario(await openEstate(context), context);
    const asked = needed(options, 'plan', '--plan SITE/KEY');
    const known = Object.values(estate.keys).filter(canPlan);
    const key = known.find(({ id, site }) => asked === `${site}/${id}`);
    if (key === undefined) {
      const names = known.map(({ id, site }) => `${site}/${id}`);
      const there = Object.values(estate.keys).find(({ id, site }) => asked === `${site}/${id}`);
      const gone = Object.values(estate.destroyedKeys).find(({ id, site }) => asked === `${site}/${id}`)?.destroyed;
      // A key that is there was not mistyped: another one is no answer.
      const hint = there === undefined && gone === undefined ? didYouMean(nearest(asked, names)) : { vi: '', en: '' };
      const because = gone !== undefined ? { vi: `đã bị hủy ngày ${readDay(gone.on)} (${visible(gone.record, 80)})`, en: `was destroyed on ${gone.on} (${visible(gone.record, 80)})` } : there === undefined ? { vi: 'không có trong danh mục khóa', en: 'is in no inventory' } : { vi: `dùng cho ${purposeNames[there.purpose].vi}; các bước chỉ biết cho khóa của máy chủ API trong HSM; của khóa khác: ndc hsm ceremony ${there.id}`, en: `is for ${there.purpose}; steps are known only for API-server keys in an HSM; of any other: ndc hsm ceremony ${there.id}` };
      throw new InputFailure('NDC-X067', {
        vi: `--plan: "${visible(asked, 80)}" ${because.vi}; có: ${names.join(', ') || '-'}.${hint.vi}`,
        en: `--plan: "${visible(asked, 80)}" ${because.en}; there are: ${names.join(', ') || '-'}.${hint.en}`,
      });
    }
    const { asOf } = estate.scenario;
    if (key.created === undefined || key.created > asOf)
      throw new InputFailure('NDC-X067', {
        vi: `--plan: khóa ${key.id} ${key.created === undefined ? 'còn là dự kiến, chưa từng được tạo' : `tới ${readDay(key.created)} mới được tạo`}: chưa có gì để thay. Hãy tạo trước theo nghi thức: ndc hsm ceremony ${key.id} --do create`,
        en: `--plan: key ${key.id} ${key.created === undefined ? 'is planned and was never made' : `is made on ${key.created} only`}: there is nothing to rotate. Make it first by ceremony: ndc hsm ceremony ${key.id} --do create`,
      });
    const to = options['new'] === undefined ? undefined : requireLabel('--new', options['new'] as string, 64);
    const used = new Set(everyKey(estate).flatMap(({ id, home, previous }) => [id, ...('hsm' in home ? [home.hsm.label] : []), ...(previous ?? []).flatMap((version) => [version.id, ...(version.label === undefined ? [] : [version.label])])]));
    if (to !== undefined && used.has(to)) throw new InputFailure('NDC-X066', { vi: `--new là "${to}", nhãn đã dùng; một mã khóa không bao giờ dùng lại.`, en: `--new is "${to}", which was used before; a key id is never used again.` });
    return { kind: 'ndc/hsm-rotate.v1', exit: 0, data: { asOf: estate.scenario.asOf, plan: rotationPlan(estate, key, to) } };
  },
};
