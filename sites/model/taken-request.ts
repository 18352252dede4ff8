import { diagnose, diagnosticKind, type Diagnostic } from './diagnostic.js';
import type { Transition } from './kinds/ledger.js';
import type { TenancyRequest } from './kinds/tenancy-request.js';
import { nearest } from './nearest.js';
import { pointer } from './pointer.js';
import type { TypedFile } from './typed-file.js';
import { foldVietnamese } from './vietnamese-hands.js';

const anotherRequest = diagnosticKind<{ organisation: string; first: string; systems: string }>({
  code: 'NDC-E014',
  message: {
    vi: ({ organisation, first, systems }) => `${organisation} đã có phiếu tại ${first} (hệ thống: ${systems}), còn tệp này không nêu hệ thống nào trong đó. Mỗi cơ quan có một phiếu: nếu tệp này là của cơ quan khác, hãy sửa organisation; nếu là hệ thống mới của ${organisation}, hãy chép nó vào cuối mục systems của ${first}.`,
    en: ({ organisation, first, systems }) => `${organisation} has a request already at ${first} (systems: ${systems}), and this file names none of them. An organisation has one request: if this file is another’s, correct its organisation; if it is a new system of ${organisation}, add it at the end of the systems of ${first}.`,
  },
  explanation: {
    vi: 'Tệp được nêu trên dòng lệnh thay cho phiếu đang có của cùng cơ quan. Nếu hai phiếu không có hệ thống nào chung thì mọi hệ thống đang chạy sẽ biến mất, nên tệp này gần như chắc chắn ghi nhầm cơ quan hoặc phải được gộp vào phiếu đang có.',
    en: 'A file named on the command line stands in for the request that its organisation has. Where the two share no system, all that runs would vanish, so the file almost certainly names the wrong organisation, or belongs into the request that is there.',
  },
});

/** Requests handed in that stand in for another one with which they have nothing in common. */
export function takenRequests(given: readonly TypedFile[], recorded: readonly TypedFile[]): readonly { readonly file: TypedFile; readonly diagnostic: Diagnostic }[] {
  const leaving = new Set(recorded.concat(given).flatMap(({ kind, value }) => (kind === 'Transition' ? (value as unknown as Transition).from : [])));
  return given.flatMap((file) => {
    const before = file.kind === 'TenancyRequest' ? recorded.find(({ kind, at }) => kind === file.kind && at === file.at) : undefined;
    if (before === undefined) return [];
    const { organisation, systems } = file.value as unknown as TenancyRequest;
    const { systems: old } = before.value as unknown as TenancyRequest;
    // What is given up or handed over may leave nothing in common.
    if (leaving.has(`organisation/${organisation}`) || old.some(({ id }) => leaving.has(`system/${id}`))) return [];
    const ids = systems.map(({ id }) => id);
    const names = new Set(systems.map(({ name }) => foldVietnamese(name)));
    if (old.some(({ id, name }) => nearest(id, ids) !== undefined || names.has(foldVietnamese(name)))) return [];
    const open = old.filter(({ secrecy }) => secrecy === 'none').map(({ id }) => id);
    const told = open.slice(0, 4).join(', ') + (old.length > Math.min(4, open.length) ? ', …' : '');
    return [{ file, diagnostic: diagnose(anotherRequest, { pointer: pointer('organisation'), place: file.file.placeOf(['organisation']) }, { organisation, first: before.file.name, systems: told }) }];
  });
}
