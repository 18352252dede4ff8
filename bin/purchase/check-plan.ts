import { join } from 'node:path';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { AcceptedPlan } from '../../sites/model/kinds/purchase-plan.js';
import { readFile } from '../../sites/model/typed-file.js';
import { unsignedOrders } from '../../sites/purchase/committed.js';
import { differencesFrom, planDigest } from '../../sites/purchase/matches.js';
import type { Context, Values } from '../command.js';
import { readDataFile } from '../edge/data-directory.js';
import { shownPath } from '../edge/shown-path.js';
import { InvalidEstate } from '../invalid-estate.js';
import { InputFailure } from '../failure.js';
import type { Outcome } from '../outcome.js';
import type { PurchaseCheckData } from './check-data.js';
import { planFile } from './record.js';

/** Options that only planning understands. */
const planning = ['budget', 'horizon', 'scenarios', 'seed', 'gap', 'timeLimit', 'write'] as const;

/** @throws InputFailure NDC-X359 */
export function requireAlone(options: Values): void {
  const given = planning.filter((name) => options[name] !== undefined).map((name) => `--${name === 'timeLimit' ? 'time-limit' : name}`);
  if (given.length > 0) throw new InputFailure('NDC-X359', { vi: `--check chỉ so dữ liệu với kế hoạch đã duyệt, không lập kế hoạch: hãy bỏ ${given.join(', ')}.`, en: `--check holds the data against the plan that was accepted and plans nothing: leave ${given.join(', ')} out.` });
}

/** Holds the estate against the plan it was accepted with: exit 1 where they differ. */
export async function checkPlan({ sites }: Pick<Context, 'sites'>, estate: Estate, given: string | true): Promise<Outcome<'ndc/capacity-purchase-check.v1', PurchaseCheckData>> {
  const file = given === true ? join(sites, planFile) : given;
  const plan = given === true ? ownPlan(estate, file) : await readPlan(given);
  if (planDigest(plan) !== plan.digest)
    throw new InputFailure('NDC-X361', {
      vi: `${shownPath(file)}: digest không khớp nội dung: kế hoạch đã bị sửa sau khi được ghi. Hãy lấy lại bản đã duyệt, hoặc ghi kế hoạch mới bằng ndc capacity purchase --write.`,
      en: `${shownPath(file)}: its digest is not of its content: the plan was changed after it was written. Take the accepted one back, or write a new one with ndc capacity purchase --write.`,
    });
  const differences = differencesFrom(plan, estate);
  const { asOf, until, digest, orders } = plan;
  const unsigned = unsignedOrders({ ...estate, purchasePlan: plan });
  return {
    kind: 'ndc/capacity-purchase-check.v1',
    exit: differences.length > 0 ? 1 : 0,
    data: { file, asOf: estate.scenario.asOf, planned: asOf, until, digest, orders: orders.length, toOrder: unsigned.length, overdue: unsigned.filter(({ orderBy }) => orderBy < estate.scenario.asOf).length, differences },
  };
}

type Plan = NonNullable<Estate['purchasePlan']>;

/** @throws InputFailure NDC-X358 */
function ownPlan({ purchasePlan }: Estate, file: string): Plan {
  if (purchasePlan !== undefined) return purchasePlan;
  throw new InputFailure('NDC-X358', { vi: `chưa có kế hoạch nào được duyệt: không có ${shownPath(file)}. Hãy ghi bằng ndc capacity purchase --write, hoặc nêu tệp: --check <tệp>.`, en: `no plan was accepted: there is no ${shownPath(file)}. Write one with ndc capacity purchase --write, or name a file: --check <file>.` });
}

/** A plan that lies elsewhere, such as the copy that was signed. @throws InvalidEstate, InputFailure NDC-X360 */
async function readPlan(path: string): Promise<Plan> {
  const { typed, diagnostics } = readFile(await readDataFile(path));
  if (typed !== undefined && typed.kind !== 'PurchasePlan') throw new InputFailure('NDC-X360', { vi: `${shownPath(path)} là một tệp ${typed.kind}; cần một PurchasePlan do ndc capacity purchase --write ghi.`, en: `${shownPath(path)} is a file of kind ${typed.kind}; expected a PurchasePlan that ndc capacity purchase --write wrote.` });
  if (typed === undefined) throw new InvalidEstate('.', diagnostics);
  return typed.value as unknown as DeepReadonly<AcceptedPlan>;
}
