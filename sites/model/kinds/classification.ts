/** Independent axes of classification, lowest first. Core data is not a state secret. */
export const sharings = ['open', 'shared', 'specialised'] as const;
export const importances = ['ordinary', 'important', 'core'] as const;
export const secrecies = ['none', 'mat', 'toi-mat', 'tuyet-mat'] as const;
export const personalDataClasses = ['none', 'basic', 'sensitive'] as const;

export type Sharing = (typeof sharings)[number];
export type Importance = (typeof importances)[number];
export type Secrecy = (typeof secrecies)[number];

/** Position on an axis: a higher rank is the stricter class. */
export const rank = <T extends string>(axis: readonly T[], value: T): number => axis.indexOf(value);
