/**
 * Ways to break a good estate or plan set. A rule names those it must notice; `npm run mutate` applies each of them and
 * fails where the rule stays silent. What each one does:
 */
export const mutators = {
  'drop-site': 'a site leaves the estate, or its stacks the plan set',
  'drop-stack': 'a stack leaves the plan set',
  'drop-standby': 'a system loses its standby',
  'drop-object': 'an object that must be there leaves the plan',
  'drop-field': 'a setting of an object, or an entry of the estate, is taken out',
  'drop-quota-key': 'a key leaves a quota',
  'change-figure': 'a figure is raised or lowered past its bound',
  'known-to-unknown': 'a known value becomes known only at apply',
  widen: 'a permission, an opening or a route is added',
  weaken: 'a setting is made weaker',
  delete: 'an object that exists is planned to be deleted',
  forget: 'an object that exists leaves management and stays',
  replace: 'an object is deleted and created again',
  'rename-key': 'a for_each key is renamed: one object goes, another comes',
  'swap-order': 'creation and deletion of a replacement change places',
  'shrink-retention': 'a retention becomes shorter than its tier promises',
  'backup-at-primary': 'a backup is pointed at the site it protects',
  'same-cluster': 'two sites are planned against one API server',
  'drop-uid': 'plans no longer read the uid of their cluster',
  'other-version': 'a component runs another version than the sites agree on',
  mislabel: 'an object or an output names another site, stack or estate',
  'partial-plan': 'a plan leaves out what its configuration holds',
  'shift-date': 'a date moves past its bound',
  contradict: 'two statements of the estate no longer agree',
  overlap: 'two networks share addresses',
  unpin: 'a version or digest is taken out',
  'foreign-registry': 'an image comes from another registry',
  elsewhere: 'a service a site needs stands in another site',
} as const satisfies Readonly<Record<string, string>>;

export type Mutator = keyof typeof mutators;
