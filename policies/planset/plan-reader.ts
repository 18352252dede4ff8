import { pointer, type Pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';
import { blockOf, type Block } from './block.js';
import { readChange, unknownActions, type ChangeContext } from './change.js';
import { readCharts, templateOf, type Template } from './charts.js';
import { ClusterClues, isNamespaceType } from './cluster.js';
import { Coverage, rootOutputs } from './completeness.js';
import { DocumentReader } from './document.js';
import { driftOf } from './drift.js';
import { formatOf } from './format-version.js';
import { identityIn, namingOutput, type StackIdentity } from './identity.js';
import type { Path } from './json-splitter.js';
import { at, listAt, textAt, type Json } from './json.js';
import { Joiner } from './known.js';
import { Place } from './place.js';
import { isTopField, modulesOf, planPart } from './plan-parts.js';
import { noPlan } from './refusal.js';
import { UnknownValue, type CheckOutcome, type DeferredChange, type Drifted, type Known, type PlanFacts, type ReadStack } from './read-model.js';
import { Resources } from './resources.js';
import { holdsUnseen } from './unseen-types.js';

/**
 * One plan (`terraform show -json`, `tofu show -json`) of any size, chunk by chunk, in one pass: what rules need of each
 * resource is kept, the rest of its element let go. Parts may come in any order.
 *
 * @throws PlanProblem from `write` and `end` where the document is no plan this reader knows.
 */
export class PlanReader {
  private readonly document: DocumentReader;
  private readonly keys = new Set<string>();
  private readonly context: ChangeContext;
  private readonly resources = new Resources();
  private readonly coverage = new Coverage();
  private readonly clues = new ClusterClues();
  private readonly templates: Template[] = [];
  private readonly deferred: DeferredChange[] = [];
  private readonly drift: Drifted[] = [];
  private readonly checks: CheckOutcome[] = [];
  private readonly odd = new Set<string>();
  private readonly types = new Map<string, number>();
  private driftEntries = 0;

  constructor(
    private readonly name: string,
    private readonly given: StackIdentity | undefined,
    constructPaths?: ReadonlyMap<string, string>,
  ) {
    this.context = { stack: given?.name ?? name, site: given?.site ?? '', joiner: new Joiner(), place: new Place(), constructPaths };
    this.document = new DocumentReader(name, 'plan', {
      treat: (path, before) => {
        const [top] = path;
        if (path.length === 1 && typeof top === 'string') {
          this.keys.add(top);
          if (top === 'resource_changes') this.resources.begin();
        }
        return planPart(path, before);
      },
      each: (path, value) => this.element(path, value),
    });
  }

  write(chunk: Uint8Array): void {
    this.document.write(chunk);
  }

  end(): ReadStack {
    const plan = this.document.end();
    if (!this.keys.has('planned_values') && !this.keys.has('resource_changes') && !this.keys.has('configuration')) throw noPlan(this.name, plan, this.keys);
    const format = formatOf(this.name, plan);
    const configuration = at(plan, 'configuration');
    const { resources, releases } = this.resources.end(at(configuration, 'root_module'));
    const charts = readCharts(releases, this.templates);
    const identity = this.given ?? identityIn(this.name, plan);
    const all = [...resources, ...charts.resources];
    // Known only now, and the same for every one of them.
    if (this.given === undefined) for (const resource of all) Object.assign(resource, { stack: identity.name, site: identity.site });
    const cluster = this.clues.cluster(configuration);
    const estate = namingOutput(plan, 'ndc_estate');
    return {
      ...identity,
      judgedFrom: 'plan',
      ...('uid' in cluster ? { clusterUid: cluster.uid } : { clusterUnknownBecause: cluster.because }),
      ...(estate === undefined ? {} : { estate }),
      outputs: this.outputs(plan),
      resources: all,
      opaqueCharts: charts.opaque,
      destroys: this.coverage.destroys,
      incomplete: [...this.coverage.reasons(plan, this.deferred.length), ...[...this.odd].map((words): Text => ({ vi: `có thao tác không hiểu được: ${words}`, en: `an action is not understood: ${words}` }))],
      notUnderstood: this.notUnderstood(format.newer),
      plan: this.facts(plan, format.version),
      drift: this.drift,
      driftNormalised: this.driftEntries - this.drift.length,
      deferred: this.deferred,
      checks: this.checks,
    };
  }

  private element(path: Path, value: Json | undefined): void {
    const [top] = path;
    if (top === 'planned_values') return this.coverage.remains();
    if (value === undefined) return;
    switch (top) {
      case 'resource_changes':
        // Spelled here: there is one of each element of the longest list.
        return this.change(value, `/resource_changes/${String(path[1])}`);
      case 'prior_state':
        return this.prior(value, path);
      case 'configuration':
        return this.block(blockOf(value, modulesOf(path)));
      case 'resource_drift':
        return this.drifted(value, pointer(...path));
      case 'deferred_changes':
        return this.defer(value, pointer(...path));
      case 'checks':
        return this.check(value);
      default:
    }
  }

  private change(element: Json, where: Pointer): void {
    const type = textAt(element, 'type') ?? '';
    const change = at(element, 'change');
    if (textAt(element, 'mode') === 'data') {
      if (isNamespaceType(type)) this.clues.readLater();
      if (type === 'helm_template') this.templates.push(templateOf(element, at(change, 'after'), { unknown: at(change, 'after_unknown'), sensitive: at(change, 'after_sensitive') }, `${where}${pointer('change', 'after')}`, this.context.joiner));
      return;
    }
    // Neither created nor kept nor removed: whatever this is, it cannot be judged as if it were not there.
    if (listAt(change, 'actions').length === 0) this.odd.add(`none is given of ${textAt(element, 'address') ?? '?'}`);
    for (const word of unknownActions(change)) this.odd.add(`${word} of ${textAt(element, 'address') ?? '?'}`);
    const read = readChange(element, where, this.context);
    if (read === undefined) return;
    this.coverage.change(element, read.block);
    if (holdsUnseen(type)) this.types.set(type, (this.types.get(type) ?? 0) + 1);
    this.resources.add(read);
  }

  private prior(element: Json, path: Path): void {
    const type = textAt(element, 'type') ?? '';
    const mode = textAt(element, 'mode');
    if (mode === 'managed') return this.coverage.prior(textAt(element, 'address') ?? '');
    if (mode !== 'data') return;
    if (isNamespaceType(type)) this.clues.read(at(element, 'values'));
    if (type === 'helm_template') this.templates.push(templateOf(element, at(element, 'values'), { sensitive: at(element, 'sensitive_values') }, pointer(...path, 'values'), this.context.joiner));
  }

  private block(block: Block): void {
    this.coverage.block(block);
    this.resources.block(block);
  }

  private drifted(element: Json, where: Pointer): void {
    this.driftEntries += 1;
    const found = driftOf(element, where, this.context.joiner);
    if (found !== undefined) this.drift.push(found);
  }

  private defer(element: Json, where: Pointer): void {
    const change = at(element, 'resource_change') ?? null;
    const read = readChange(change, `${where}${pointer('resource_change')}`, this.context);
    if (read !== undefined) this.deferred.push({ reason: textAt(element, 'reason') ?? 'no reason given', resource: read.resource });
    else if (textAt(change, 'type') === 'helm_template')
      this.templates.push(templateOf(change, at(at(change, 'change'), 'after'), { unknown: at(at(change, 'change'), 'after_unknown') }, where, this.context.joiner));
  }

  private check(element: Json): void {
    const status = textAt(element, 'status');
    this.checks.push({ address: textAt(at(element, 'address'), 'to_display') ?? '?', status: status === 'pass' || status === 'fail' || status === 'error' ? status : 'unknown' });
  }

  private outputs(plan: Json): Readonly<Record<string, Known>> {
    return Object.fromEntries(
      [...rootOutputs(plan)].map(([name, { value, sensitive }]): [string, Known] => [
        name,
        sensitive ? new UnknownValue('sensitive') : value === undefined ? new UnknownValue('computed at apply') : this.context.joiner.join(value),
      ]),
    );
  }

  private notUnderstood(newer: string | undefined): readonly string[] {
    const fields = [...this.keys].filter((key) => !isTopField(key));
    return [
      ...(newer === undefined ? [] : [newer]),
      ...fields.map((field) => `field ${field}`),
      ...[...this.odd].map((words) => `action ${words}`),
      ...[...this.types].map(([type, count]) => `${count} of type ${type}`),
    ];
  }

  private facts(plan: Json, format: string): PlanFacts {
    const [engine, made] = [textAt(plan, 'terraform_version'), textAt(plan, 'timestamp')];
    const flag = (name: 'complete' | 'applyable' | 'errored'): object => (typeof at(plan, name) === 'boolean' ? { [name]: at(plan, name) } : {});
    return {
      format,
      ...(engine === undefined ? {} : { engine }),
      ...(made === undefined ? {} : { made }),
      flags: { ...flag('complete'), ...flag('applyable'), ...flag('errored') },
      refreshSeen: this.driftEntries > 0,
    };
  }
}

