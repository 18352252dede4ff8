import type { Text } from '../../sites/model/text.js';

/**
 * What a credential that writes backups may never do: whoever steals it could make room for encrypted data by destroying
 * what is locked, or by shortening the lock. Delete markers (`s3:DeleteObject`) hide and destroy nothing: retention of the
 * backup tools needs them. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export const forbiddenActions = [
  's3:DeleteObjectVersion',
  's3:BypassGovernanceRetention',
  // Where a store does not write the default lock onto objects, whoever sets the first lock may set a short one.
  's3:PutObjectRetention',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketVersioning',
  's3:PutLifecycleConfiguration',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:DeleteBucket',
] as const;

const writing = 's3:PutObject';

interface Statement {
  readonly allows: boolean;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly conditional: boolean;
}

const lists = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);

function principalsOf(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.values(value).flatMap(lists);
  return lists(value);
}

/** Statements of a policy document; undefined where a text is none. */
export function statementsOf(text: string): readonly Statement[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return undefined;
  const all: readonly unknown[] = Array.isArray(document.Statement) ? (document.Statement as readonly unknown[]) : [document.Statement];
  return all.flatMap((one): Statement[] => {
    if (typeof one !== 'object' || one === null) return [];
    const entry = one as Readonly<Record<string, unknown>>;
    return [{ allows: entry['Effect'] === 'Allow', principals: principalsOf(entry['Principal']), actions: lists(entry['Action']), notActions: lists(entry['NotAction']), conditional: entry['Condition'] !== undefined }];
  });
}

/** `*` stands for any characters, `?` for one; actions are compared without case. */
function matches(pattern: string, action: string): boolean {
  let [star, mark, p, a] = [-1, 0, 0, 0];
  const [wanted, name] = [pattern.toLowerCase(), action.toLowerCase()];
  while (a < name.length) {
    if (p < wanted.length && (wanted[p] === name[a] || wanted[p] === '?')) [p, a] = [p + 1, a + 1];
    else if (wanted[p] === '*') [star, mark, p] = [p, a, p + 1];
    else if (star >= 0) [p, mark, a] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  while (wanted[p] === '*') p += 1;
  return p === wanted.length;
}

const covers = ({ actions, notActions }: Statement, action: string): boolean => (actions.length > 0 ? actions.some((pattern) => matches(pattern, action)) : notActions.length > 0 && !notActions.some((pattern) => matches(pattern, action)));

/** Whether what is denied to `denied` is denied to a principal. */
const concerns = (denied: readonly string[], principal: string): boolean => denied.includes('*') || denied.includes(principal);

/** Forbidden actions that a principal who may write is allowed. A denial under a condition denies nothing for certain. */
export function powersBeyond(statements: readonly Statement[]): readonly Text[] {
  // A policy of a user or role names nobody: it is its holder's.
  const principals = [...new Set(statements.flatMap(({ principals: named }) => (named.length === 0 ? ['–'] : named)))];
  return principals.flatMap((principal): readonly Text[] => {
    const own = statements.filter(({ principals: named }) => (named.length === 0 ? principal === '–' : concerns(named, principal)));
    const may = (action: string): boolean => own.some((one) => one.allows && covers(one, action)) && !own.some((one) => !one.allows && !one.conditional && covers(one, action));
    if (!may(writing)) return [];
    const beyond = forbiddenActions.filter(may);
    return beyond.length === 0 ? [] : [{ vi: `${principal} vừa được ghi vừa được ${beyond.join(', ')}`, en: `${principal} may write and may ${beyond.join(', ')}` }];
  });
}
