import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { powersBeyond, statementsOf } from '../../derived/bucket-policy.js';
import { seenIn } from '../../derived/seen.js';
import { deepField } from '../../derived/values.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';
import type { Seen } from '../../planset/lookup.js';
import { plainText } from '../../planset/known.js';
import { isKnownObject } from '../../planset/kubernetes-object.js';
import { isUnknown, type Known } from '../../planset/read-model.js';

/** Words that name the account of the backup tools themselves: that one writes. */
const writers = /velero|barman|cnpg|cloudnative/i;

function declared({ id, objectStore: { objectLock, deleteCredential } }: DeepReadonly<Site>): { readonly problems: readonly Text[]; readonly evidence: readonly Evidence[] } {
  const problems: Text[] = [];
  if (deleteCredential.trim() === '') problems.push({ vi: `${id} không nói ai được xóa phiên bản`, en: `${id} does not say who may delete versions` });
  else if (writers.test(deleteCredential)) problems.push({ vi: `quyền xóa của ${id} thuộc chính công cụ ghi bản sao lưu ("${deleteCredential}")`, en: `versions in ${id} are deleted by the tool that writes them ("${deleteCredential}")` });
  return {
    problems,
    evidence: [
      { what: { vi: `Người giữ quyền xóa ở ${id}`, en: `Who may delete in ${id}` }, found: deleteCredential, pointer: pointer('sites', id, 'objectStore', 'deleteCredential'), document: 'estate' },
      { what: { vi: `Khóa đối tượng ở ${id}`, en: `Object lock in ${id}` }, found: String(objectLock), pointer: pointer('sites', id, 'objectStore', 'objectLock'), document: 'estate' },
    ],
  };
}

/** Texts of an object that may be policy documents. Those of a Secret are never read. */
function documentsOf({ object }: Seen): readonly Known[] {
  switch (object.kind) {
    case 'ConfigMap': {
      const data = deepField(object.body, 'data');
      return isUnknown(data) ? [] : isKnownObject(data) ? Object.values(data) : [];
    }
    case 'ObjectBucketClaim':
      return [deepField(object.body, 'spec', 'additionalConfig', 'bucketPolicy') ?? null];
    default:
      return [];
  }
}

/** Accounts of the object gateway that may administer buckets may do whatever a policy denies them. */
function administers({ object }: Seen): { readonly problem?: Text; readonly unknown?: string } {
  if (object.kind !== 'CephObjectStoreUser' || !writers.test(object.name)) return {};
  const capabilities = deepField(object.body, 'spec', 'capabilities');
  if (isUnknown(capabilities)) return { unknown: `CephObjectStoreUser ${object.name} capabilities: ${capabilities.because}` };
  if (!isKnownObject(capabilities)) return {};
  const strong = Object.entries(capabilities).filter(([, value]) => /\*|write/.test(plainText(value))).map(([key]) => key);
  return strong.length === 0 ? {} : { problem: { vi: `tài khoản ${object.name} được quản trị ${strong.join(', ')}`, en: `the account ${object.name} may administer ${strong.join(', ')}` } };
}

function judge({ site, column, stacks }: SiteView): Finding {
  const own = declared(site);
  const problems: Text[] = [...own.problems];
  const unknown: string[] = [];
  const evidence: Evidence[] = [...own.evidence];
  let read = 0;
  for (const seen of seenIn(stacks, column)) {
    const admin = administers(seen);
    if (admin.problem !== undefined) problems.push(admin.problem);
    if (admin.unknown !== undefined) unknown.push(admin.unknown);
    const { kind, name } = seen.object;
    for (const document of documentsOf(seen)) {
      if (isUnknown(document)) {
        // A ConfigMap holds much else; a bucket's policy is one.
        if (kind === 'ObjectBucketClaim') unknown.push(`${kind} ${name} bucketPolicy: ${document.because}`);
        continue;
      }
      const statements = typeof document === 'string' && document.length < 1_000_000 ? statementsOf(document) : undefined;
      if (statements === undefined) continue;
      read += 1;
      evidence.push({ what: { vi: 'Văn bản quyền đã đọc', en: 'Policy document read' }, found: `${kind} ${name}`, pointer: seen.resource.pointer, document: seen.resource.stack });
      problems.push(...powersBeyond(statements).map(({ vi, en }) => ({ vi: `${kind} ${name}: ${vi}`, en: `${kind} ${name}: ${en}` })));
    }
  }
  return concluded({
    where: { vi: site.id, en: site.id },
    problems,
    unknown,
    own: stacks,
    all: stacks,
    // What no document says is the site's word: the real store answers to `ndc backup probe`.
    fine: read === 0
      ? { vi: 'theo khai báo, quyền xóa tách khỏi quyền ghi; không có văn bản quyền nào để đọc, hãy thử kho thật bằng ndc backup probe', en: 'by declaration, deleting is apart from writing; there is no policy document to read, so try the real store with ndc backup probe' }
      : { vi: 'tài khoản ghi bản sao lưu không xóa được phiên bản, không rút ngắn được khóa, không đổi được cấu hình kho', en: 'what writes backups can neither delete versions, shorten locks nor change the configuration of a bucket' },
    evidence,
  });
}

function declaredOnly(site: DeepReadonly<Site>): Judgement {
  const { problems, evidence } = declared(site);
  const text = problems.length > 0 ? { vi: problems.map(({ vi }) => vi).join('; '), en: problems.map(({ en }) => en).join('; ') } : { vi: 'theo khai báo, quyền xóa tách khỏi quyền ghi', en: 'by declaration, deleting is apart from writing' };
  return { subject: { object: `site/${site.id}`, site: site.id }, status: problems.length > 0 ? 'fail' : 'pass', finding: { vi: `${site.id}: ${text.vi}.`, en: `${site.id}: ${text.en}.` }, evidence };
}

export const bak005: Rule = {
  id: 'BAK-005',
  version: 1,
  title: { vi: 'Tài khoản ghi bản sao lưu không xóa được bản sao lưu', en: 'Credentials that write backups cannot delete them' },
  explanation: {
    vi: 'Tài khoản của công cụ sao lưu nằm trong chính cụm mà kẻ xâm nhập chiếm được. Nó được ghi và đặt dấu xóa; không được xóa phiên bản, vượt hay rút ngắn khóa, đổi cấu hình, vòng đời, quyền của kho. Quyền xóa thuộc người khác, nêu ở objectStore.deleteCredential. Văn bản quyền có trong cấu hình (ObjectBucketClaim, ConfigMap) được đọc từng câu, gồm ký tự đại diện và câu cấm.',
    en: 'The credential of the backup tool lies in the very cluster that was broken into. It writes and places delete markers; it does not delete versions, bypass or shorten locks, or change configuration, lifecycle or policy of a bucket. Deleting is somebody else\'s, named in objectStore.deleteCredential. Policy documents in the configuration (ObjectBucketClaim, ConfigMap) are read statement by statement, wildcards and denials included.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Sao chép không phải sao lưu: bản sao lưu phải sống sót khi tài khoản bị chiếm.', en: 'Replication is no backup: a backup must survive the theft of its own credential.' }, link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  mutants: ['widen', 'weaken', 'known-to-unknown'],
  check: (input) => {
    const { estate } = input;
    const others = Object.values(estate.sites).filter(({ id, phase }) => phase !== 'retired' && (phase !== 'operating' || estate.scenario.lose.includes(`site/${id}`)));
    return [...judgeSites(input, (site): readonly SiteSubject[] => [{ subject: { object: `site/${site.id}`, site: site.id }, stacks: ({ kind }) => kind !== 'tenant', judge }]), ...others.map(declaredOnly)];
  },
  remedy: { vi: 'Bỏ quyền xóa phiên bản, vượt khóa và cấu hình khỏi tài khoản ghi; giao quyền xóa cho người khác.', en: 'Take version deletion, bypass and configuration from the writing credential; give deletion to somebody else.' },
};
