import { ceremony, usualAct } from '../../../sites/keys/ceremony/ceremony.js';
import { ceremonyActs, type CeremonyAct } from '../../../sites/keys/ceremony/step.js';
import { readDay } from '../../../sites/model/calendar.js';
import { visible } from '../../../sites/model/visible.js';
import { quoted } from '../../../sites/recovery/runbook/step.js';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import type { Command, Context } from '../../command.js';
import { choice } from '../../command-line.js';
import { defaultSites } from '../../context.js';
import { estateHead } from '../../estate-head.js';
import { InputFailure } from '../../failure.js';
import type { HsmCeremonyData } from '../../hsm-ceremony-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { namedKey } from './named-key.js';

export const command: Command = {
  arguments: [{ name: '<key>', about: { vi: 'mã khóa trong danh mục, hoặc mã một phiên bản cũ', en: 'id of a key of the inventory, or of a former version' } }],
  computes: true,
  options: [{ flags: '--do <act>', about: { vi: 'create, backup, rotate hoặc destroy (mặc định: khóa dự kiến thì create, khóa đang dùng thì rotate, phiên bản cũ thì destroy)', en: 'create, backup, rotate or destroy (default: create for a planned key, rotate for one in use, destroy for a former version)' } }],
  formats: ['html', 'markdown'],
  examples: ['ndc hsm ceremony ndc-01-seal --lang vi', 'ndc hsm ceremony ndc-02-ca --do create --lang vi --format html', 'ndc hsm ceremony ndc-01-api-2026b --do destroy --lang en', 'ndc hsm ceremony ndc-01-database --do rotate --format markdown'],
  run: async (context, [asked = ''], options): Promise<Outcome<'ndc/hsm-ceremony.v1', HsmCeremonyData>> => {
    const estate = underScenario(await openEstate(context), context);
    const subject = namedKey(estate, asked);
    choice('--do', options['do'], ceremonyActs);
    const act = (options['do'] as CeremonyAct | undefined) ?? usualAct(subject);
    const { key, version } = subject;
    if (version !== undefined && act !== 'destroy')
      throw new InputFailure('NDC-X356', {
        vi: `${version.id} là phiên bản cũ của ${key.id}: chỉ còn có thể hủy (--do destroy). Muốn ${act} thì nêu ${key.id}.`,
        en: `${version.id} is a former version of ${key.id}: it can only be destroyed (--do destroy). To ${act}, name ${key.id}.`,
      });
    const gone = version?.destroyed ?? key.destroyed?.on;
    if (gone !== undefined) {
      const id = version?.id ?? key.id;
      const record = version?.destroyed === undefined && key.destroyed !== undefined ? ` (${visible(key.destroyed.record, 80)})` : '';
      throw new InputFailure('NDC-X367', {
        vi: `${id} đã bị hủy ngày ${readDay(gone)}${record} theo danh mục của ${key.site}: không còn gì để làm với nó. Nếu HSM hay bản sao nào vẫn còn khóa này thì ngày đó sai: hãy bỏ destroyed khỏi sites/data/keys/${key.site}.yaml rồi chạy lại.`,
        en: `${id} was destroyed on ${gone}${record} by the inventory of ${key.site}: there is nothing left to do with it. Should an HSM or a copy hold it still, that day is wrong: take destroyed out of sites/data/keys/${key.site}.yaml and run this again.`,
      });
    }
    const sheet = ceremony(estate, subject, act, { commands: `${carriedBy(context)}${supposed(context)}`, making: carriedBy(context) });
    const data: HsmCeremonyData = { estate: estateHead(estate), asOf: estate.scenario.asOf, ceremony: sheet };
    return { kind: 'ndc/hsm-ceremony.v1', exit: sheet.hindrances.length > 0 ? 1 : 0, data: conceal(data, codesOf(estate)) };
  },
};

/** Commands speak the reader's language and ask of the same data, whose folder is this machine's and stands in a variable. */
const carriedBy = ({ sites, lang }: Context): string => ` --lang ${lang}${sites === defaultSites ? '' : ' --sites "$DATA"'}`;

/** What is asked for under a scenario is asked again under it; a key is made by what is real alone. */
const supposed = ({ globals: { scenario } }: Context): string => (scenario === undefined ? '' : ` --scenario ${quoted(scenario)}`);
