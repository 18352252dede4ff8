import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { clearSecretsOf } from '../../derived/clear-secrets.js';
import { listed } from '../../derived/figures.js';
import { unrendered } from '../../derived/hidden.js';
import { environmentsOf, promisedAt } from '../../derived/placement.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import type { Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';

function judge(where: Text, { planset, stacks, column }: SiteView): Finding {
  const problems: Text[] = [];
  const unknown: string[] = [];
  const evidence: Evidence[] = [];
  for (const { resources } of stacks)
    for (const resource of resources) {
      const found = clearSecretsOf(resource, column);
      unknown.push(...found.unknown);
      for (const { at, because } of found.clear) {
        problems.push({ vi: `${at}: ${because.vi}`, en: `${at}: ${because.en}` });
        evidence.push({ what: { vi: 'Nơi có bí mật', en: 'Place of the secret' }, found: at, pointer: resource.pointer, document: resource.stack });
      }
    }
  const few: Text = { vi: listed(problems.map(({ vi }) => vi), 3).vi, en: listed(problems.map(({ en }) => en), 3).en };
  return concluded({
    where,
    problems: problems.length === 0 ? [] : [few],
    unknown: [...unknown.slice(0, 5), ...unrendered(planset, stacks, column)],
    own: stacks,
    all: stacks,
    fine: { vi: 'không bí mật nào nằm lộ trong kế hoạch, trạng thái hay giá trị của chart', en: 'no secret stands in clear in plan, state or chart values' },
    evidence: evidence.slice(0, 20),
  });
}

function subjectsAt(estate: Estate, site: DeepReadonly<Site>, about: ReadonlySet<string> | undefined): readonly SiteSubject[] {
  const organisations = [...new Set(environmentsOf(estate).flatMap((environment) => (promisedAt(environment, site.id) === undefined || about?.has(environment.organisation) === false ? [] : [environment.organisation])))].sort();
  const platform: SiteSubject = { subject: { object: `site/${site.id}`, site: site.id }, stacks: ({ kind }) => kind !== 'tenant', judge: (view) => judge({ vi: `Nền tảng ở ${site.id}`, en: `The platform in ${site.id}` }, view) };
  return [
    ...(about === undefined ? [platform] : []),
    ...organisations.map((organisation): SiteSubject => ({
      subject: { object: `organisation/${organisation}`, site: site.id, organisation },
      stacks: (stack) => stack.kind === 'tenant' && stack.organisation === organisation,
      judge: (view) => judge({ vi: `${organisation} ở ${site.id}`, en: `${organisation} in ${site.id}` }, view),
    })),
  ];
}

export const enc007: Rule = {
  id: 'ENC-007',
  version: 1,
  title: { vi: 'Không bí mật nào nằm lộ trong kế hoạch, trạng thái hay giá trị của chart', en: 'No secret value stands in clear in a plan, a state or a Helm value' },
  explanation: {
    vi: 'Kế hoạch và trạng thái được sao chép, lưu và gửi cho nhiều người hơn bất kỳ kho bí mật nào, và dấu "sensitive" chỉ che khi in ra. Xét mọi Secret có dữ liệu, mọi tài nguyên tạo mật khẩu hay khóa, mọi giá trị được đánh dấu nhạy cảm, và mọi văn bản trong đối tượng, biến môi trường, tham số lệnh, ConfigMap và giá trị của chart mà tên hay dạng của nó là bí mật: mật khẩu, PIN, token, khóa riêng, địa chỉ kèm mật khẩu. Bằng chứng chỉ nêu nơi, không bao giờ nêu giá trị. Quy tắc không nhận ra một bí mật mang tên và dạng bình thường.',
    en: 'Plans and states are copied, kept and sent to more people than any keeper of secrets, and the mark "sensitive" hides what is printed alone. Judged are each Secret with data, each resource that makes a password or a key, each value marked as sensitive, and each text in objects, variables, arguments, ConfigMaps and chart values whose name or form is that of a secret: passwords, PINs, tokens, private keys, addresses with a password. Evidence says where, never what. A secret under a plain name and of a plain form is not told.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Terraform và OpenTofu ghi mọi giá trị vào trạng thái, kể cả giá trị nhạy cảm.', en: 'Terraform and OpenTofu write every value into the state, sensitive ones included.' }, link: 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['weaken', 'widen', 'known-to-unknown'],
  check: (input) => judgeSites(input, (site) => subjectsAt(input.estate, site, input.about)),
  remedy: { vi: 'Để bí mật trong kho bí mật hoặc Secret do operator tạo, và chỉ nêu tên của nó; thay bí mật đã lộ.', en: 'Keep the secret in the keeper of secrets, or in a Secret that an operator makes, and give its name alone; change what was exposed.' },
};
