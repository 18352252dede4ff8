import { diagnosticKind, shown } from '../../model/diagnostic.js';
import type { Text } from '../../model/text.js';
import { found, type RequestRule } from '../finding.js';
import { inRequest } from '../own-pointer.js';

/** A group that somebody else was granted: it exists, and no correction of its name makes it theirs. */
const kind = diagnosticKind<{ key: string; id: string; owner: string; own: Text }>({
  code: 'NDC-T013',
  message: {
    vi: ({ key, id, owner, own }) => `${key} nêu nhóm "${id}" của ${owner}; cơ quan này có: ${own.vi}. Hãy chọn nhóm của mình; nếu thật sự cần nhóm đó, hãy gửi đề nghị cho người chịu trách nhiệm về nền tảng, không ghi vào phiếu.`,
    en: ({ key, id, owner, own }) => `${key} names the group "${id}" of ${owner}; this body has: ${own.en}. Choose one of your own; if that group is truly needed, ask the owner of the platform, not in the request.`,
  },
  explanation: {
    vi: 'Nhóm người dùng do nhóm nền tảng cấp cho từng cơ quan, trong catalogue/organisations.yaml, và không dùng chung: người của cơ quan khác sẽ vào được hệ thống. Cách sửa: dùng nhóm của cơ quan mình.',
    en: 'Groups are granted to each body by the platform team in catalogue/organisations.yaml and are not shared: people of another body would get in. To mend it: use a group of your own.',
  },
});

export const ownGroups: RequestRule = {
  check: ({ estate, request }) => {
    const own = estate.organisations[request.organisation]?.groups ?? [];
    const names: Text = own.length === 0 ? { vi: 'chưa có gì', en: 'none' } : { vi: own.join(', '), en: own.join(', ') };
    return (request.groups ?? []).flatMap(({ name }, index) => {
      // A group that nobody was granted is a reference to nothing: with it there is no estate (NDC-E021).
      const owner = own.includes(name) ? undefined : Object.values(estate.organisations).find(({ groups }) => groups?.includes(name));
      return owner === undefined ? [] : [found(estate, kind, 'refuse', inRequest(request.organisation, 'groups', index, 'name'), { key: `groups.${index}.name`, id: shown(name), owner: owner.id, own: names })];
    });
  },
};
