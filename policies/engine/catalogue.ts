import { acc001 } from '../rules/acc/ACC-001-identified.js';
import { bak001 } from '../rules/bak/BAK-001-everything-backed-up.js';
import { bak002 } from '../rules/bak/BAK-002-backup-elsewhere.js';
import { bak003 } from '../rules/bak/BAK-003-immutable-copy.js';
import { bak004 } from '../rules/bak/BAK-004-often-and-long-enough.js';
import { bak005 } from '../rules/bak/BAK-005-writers-cannot-delete.js';
import { bak006 } from '../rules/bak/BAK-006-restore-drilled.js';
import { bak007 } from '../rules/bak/BAK-007-keys-apart.js';
import { cap001 } from '../rules/cap/CAP-001-guarantees-fit.js';
import { cap002 } from '../rules/cap/CAP-002-site-loss.js';
import { cap003 } from '../rules/cap/CAP-003-largest-pod.js';
import { cap004 } from '../rules/cap/CAP-004-halls-carry.js';
import { chg001 } from '../rules/chg/CHG-001-data-kept.js';
import { chg002 } from '../rules/chg/CHG-002-plan-set.js';
import { chg003 } from '../rules/chg/CHG-003-right-cluster.js';
import { enc001 } from '../rules/enc/ENC-001-keys-in-hsm.js';
import { enc002 } from '../rules/enc/ENC-002-api-server-secrets.js';
import { enc003 } from '../rules/enc/ENC-003-storage-encrypted.js';
import { enc004 } from '../rules/enc/ENC-004-traffic-between-sites.js';
import { enc005 } from '../rules/enc/ENC-005-shared-key-domain.js';
import { enc006 } from '../rules/enc/ENC-006-rotation.js';
import { enc007 } from '../rules/enc/ENC-007-no-secret-in-clear.js';
import { enc008 } from '../rules/enc/ENC-008-state-encrypted.js';
import { enc009 } from '../rules/enc/ENC-009-signing-services.js';
import { enc010 } from '../rules/enc/ENC-010-state-secrets-apart.js';
import { enc011 } from '../rules/enc/ENC-011-rotated-when-due.js';
import { enc012 } from '../rules/enc/ENC-012-stores-sealed.js';
import { evi001 } from '../rules/evi/EVI-001-assumptions-said.js';
import { mig001 } from '../rules/mig/MIG-001-waves.js';
import { mig002 } from '../rules/mig/MIG-002-security-plan.js';
import { mig003 } from '../rules/mig/MIG-003-listed-resources.js';
import { mig004 } from '../rules/mig/MIG-004-agreement.js';
import { net001 } from '../rules/net/NET-001-egress-abroad.js';
import { net002 } from '../rules/net/NET-002-disjoint-networks.js';
import { net003 } from '../rules/net/NET-003-ingest-links.js';
import { red001 } from '../rules/red/RED-001-three-sites.js';
import { red002 } from '../rules/red/RED-002-region.js';
import { red003 } from '../rules/red/RED-003-separation.js';
import { red004 } from '../rules/red/RED-004-certified-facility.js';
import { red005 } from '../rules/red/RED-005-standby-elsewhere.js';
import { red006 } from '../rules/red/RED-006-same-platform.js';
import { red007 } from '../rules/red/RED-007-boots-alone.js';
import { red008 } from '../rules/red/RED-008-redundant-in-site.js';
import { red009 } from '../rules/red/RED-009-no-stretched-quorum.js';
import { red010 } from '../rules/red/RED-010-every-interleaving.js';
import { red011 } from '../rules/red/RED-011-tier-floor.js';
import { red012 } from '../rules/red/RED-012-ndc-02-integrates.js';
import { rep001 } from '../rules/rep/REP-001-symmetric.js';
import { rep002 } from '../rules/rep/REP-002-in-time.js';
import { rep003 } from '../rules/rep/REP-003-native-databases.js';
import { rep004 } from '../rules/rep/REP-004-no-auto-resync.js';
import { rep005 } from '../rules/rep/REP-005-disjoint-paths.js';
import { rep006 } from '../rules/rep/REP-006-continuous-ingest.js';
import { rep007 } from '../rules/rep/REP-007-one-writer.js';
import { sup001 } from '../rules/sup/SUP-001-own-registry.js';
import { ten001 } from '../rules/ten/TEN-001-quota.js';
import { ten002 } from '../rules/ten/TEN-002-pod-security.js';
import { ten003 } from '../rules/ten/TEN-003-default-deny.js';
import { ten004 } from '../rules/ten/TEN-004-no-cluster-wide-rights.js';
import { ten005 } from '../rules/ten/TEN-005-no-side-doors.js';
import { ten006 } from '../rules/ten/TEN-006-session-only.js';
import { ten007 } from '../rules/ten/TEN-007-classified.js';
import { ten008 } from '../rules/ten/TEN-008-current-organisation.js';
import type { Rule } from './rule.js';

/** Every rule of the toolkit, in order of id. One import per file: a rule is here or it does not exist. */
export const rules: readonly Rule[] = [
  acc001,
  bak001,
  bak002,
  bak003,
  bak004,
  bak005,
  bak006,
  bak007,
  cap001,
  cap002,
  cap003,
  cap004,
  chg001,
  chg002,
  chg003,
  enc001,
  enc002,
  enc003,
  enc004,
  enc005,
  enc006,
  enc007,
  enc008,
  enc009,
  enc010,
  enc011,
  enc012,
  evi001,
  mig001,
  mig002,
  mig003,
  mig004,
  net001,
  net002,
  net003,
  red001,
  red002,
  red003,
  red004,
  red005,
  red006,
  red007,
  red008,
  red009,
  red010,
  red011,
  red012,
  rep001,
  rep002,
  rep003,
  rep004,
  rep005,
  rep006,
  rep007,
  sup001,
  ten001,
  ten002,
  ten003,
  ten004,
  ten005,
  ten006,
  ten007,
  ten008,
];

/** A rule by its id, as `ndc explain` and reports look it up. */
export const ruleOf = (id: string): Rule | undefined => rules.find((rule) => rule.id === id);
