import { inPlaceOrder } from './finding-order.js';
import type { GivenRequest, RequestFinding, RequestRule } from './finding.js';
import { twoPeople } from './request-rules/T001-two-people.js';
import { ownHosts } from './request-rules/T002-own-hosts.js';
import { forecastInOrder } from './request-rules/T003-forecast.js';
import { expiry } from './request-rules/T004-expiry.js';
import { reviewDay } from './request-rules/T005-review-day.js';
import { rolloutRoom } from './request-rules/T006-rollout-room.js';
import { nothingVanishes } from './request-rules/T007-nothing-vanishes.js';
import { justifiedGrowth } from './request-rules/T008-justified-growth.js';
import { backupRoom } from './request-rules/T009-backup-room.js';
import { startAfterOpening } from './request-rules/T010-start-after-opening.js';
import { classificationKept } from './request-rules/T011-classification-kept.js';
import { honestLetters } from './request-rules/T012-honest-letters.js';
import { ownGroups } from './request-rules/T013-own-groups.js';
import { sessionOnlySize } from './request-rules/T014-session-only-size.js';
import { plainBytes } from './request-rules/T015-plain-bytes.js';

/** Every rule of requests. What has a legal basis is judged by the policies, and not again here. */
export const requestRules: readonly RequestRule[] = [twoPeople, ownHosts, forecastInOrder, expiry, reviewDay, rolloutRoom, nothingVanishes, justifiedGrowth, backupRoom, startAfterOpening, classificationKept, honestLetters, ownGroups, sessionOnlySize, plainBytes];

/**
 * What is wrong with one organisation's request beyond its form and beyond the policies, in reading order.
 * `estate` holds the request; `base` is the same organisation's request in force, absent for a first one.
 */
export const requestFindings = (given: GivenRequest): readonly RequestFinding[] => inPlaceOrder(requestRules.flatMap(({ check }) => check(given)));
