import { UnknownValue } from './read-model.js';

/**
 * A place below a resource's values: `spec`, 0, `hard`. Places are shared by all resources of a plan, so that the many
 * unknowns that stand at the same place cost nothing.
 */
export class Place {
  private readonly children = new Map<string | number, Place>();
  /** The unknown that stands here until its reason is known. */
  readonly unknown: UnknownValue = new UnknownAt(this);

  constructor(
    private readonly parent?: Place,
    private readonly key?: string | number,
  ) {}

  child(key: string | number): Place {
    let found = this.children.get(key);
    if (found === undefined) this.children.set(key, (found = new Place(this, key)));
    return found;
  }

  get path(): readonly (string | number)[] {
    return this.parent === undefined || this.key === undefined ? [] : [...this.parent.path, this.key];
  }
}

/** An unknown whose reason stands in the configuration, which comes after the changes in a plan. */
export class UnknownAt extends UnknownValue {
  readonly #place: Place;

  constructor(place: Place) {
    super('computed at apply');
    this.#place = place;
  }

  get path(): readonly (string | number)[] {
    return this.#place.path;
  }
}
