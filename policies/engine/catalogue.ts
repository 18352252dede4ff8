import { cap001 } from '../rules/cap/CAP-001-guarantees-fit.js';
import { cap002 } from '../rules/cap/CAP-002-site-loss.js';
import { chg002 } from '../rules/chg/CHG-002-plan-set.js';
import { net002 } from '../rules/net/NET-002-disjoint-networks.js';
import { red001 } from '../rules/red/RED-001-three-sites.js';
import { red002 } from '../rules/red/RED-002-region.js';
import { red003 } from '../rules/red/RED-003-separation.js';
import { red006 } from '../rules/red/RED-006-same-platform.js';
import { red007 } from '../rules/red/RED-007-boots-alone.js';
import { red011 } from '../rules/red/RED-011-tier-floor.js';
import { ten001 } from '../rules/ten/TEN-001-quota.js';
import { ten002 } from '../rules/ten/TEN-002-pod-security.js';
import { ten003 } from '../rules/ten/TEN-003-default-deny.js';
import type { Rule } from './rule.js';

/** Every rule of the toolkit, in order of id. One import per file: a rule is here or it does not exist. */
export const rules: readonly Rule[] = [cap001, cap002, chg002, net002, red001, red002, red003, red006, red007, red011, ten001, ten002, ten003];

/** A rule by its id, as `ndc explain` and reports look it up. */
export const ruleOf = (id: string): Rule | undefined => rules.find((rule) => rule.id === id);
