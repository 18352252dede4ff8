import type { Estate } from '../model/estate.js';
import type { Text } from '../model/text.js';
import { holdersOf, hsmOf, keysOpening } from './holders.js';

/** A key that a restore needs and the site that restores does not hold. */
export interface MissingKey {
  readonly key: string;
  /** `backup/ndc-01` */
  readonly opens: string;
  readonly because: Text;
}

/**
 * Keys without which one site restores nothing of another: of its backups, of its secret store, of what its etcd holds, and
 * of the organisation itself. Keys in a secret store come along with it, so the seal stands for them.
 */
export function keysMissingAt(estate: Pick<Estate, 'keys' | 'sites'>, from: string, into: string, organisation: string): readonly MissingKey[] {
  return [`backup/${from}`, `store/${from}`, `api-server/${from}`, `organisation/${organisation}`].flatMap((opens) =>
    keysOpening(estate, opens)
      .filter((key) => key.site === from && hsmOf(key) !== undefined && !holdersOf(estate, key).includes(into))
      .map((key) => ({ key: key.id, opens, because: reason(estate, key.domain, into) })),
  );
}

function reason({ sites }: Pick<Estate, 'sites'>, domain: Estate['keys'][string]['domain'], into: string): Text {
  if (domain === undefined) return { vi: 'không thuộc miền khóa dùng chung nào', en: 'in no shared key domain' };
  if (!domain.sharedWith.includes(into)) return { vi: `miền ${domain.name} không nêu ${into}`, en: `domain ${domain.name} does not name ${into}` };
  const own = sites[into]?.hsm.keyDomain ?? '–';
  return { vi: `thuộc miền ${domain.name}, HSM của ${into} thuộc miền ${own}`, en: `in domain ${domain.name}, the HSM of ${into} is in ${own}` };
}
