import type { Column, Seen } from '../planset/lookup.js';
import type { ReadStack } from '../planset/read-model.js';

/** Every object of some stacks in one column, with the resource it came from. */
export const seenIn = (stacks: readonly ReadStack[], column: Column): readonly Seen[] =>
  stacks.flatMap(({ resources }) =>
    resources.flatMap((resource) => {
      const object = resource[column];
      return object === undefined ? [] : [{ resource, object }];
    }),
  );
