// The rooms of the house and what each may import. See CONTRIBUTING.md.
const rooms = {
  'sites/model': { may: [], packages: ['zod', 'yaml', 'fastest-levenshtein'] },
  'sites/intent': { may: ['sites/model'], packages: [] },
  'sites/capacity': { may: ['sites/model', 'sites/intent'], packages: [] },
  'sites/tenancy': { may: ['sites/model', 'sites/intent', 'sites/capacity'], packages: [] },
  'sites/packing': { may: ['sites/model', 'sites/intent', 'sites/capacity'], packages: ['highs'] },
  'sites/purchase': { may: ['sites/model', 'sites/intent', 'sites/capacity', 'sites/packing'], packages: ['highs'] },
  'sites/recovery': { may: ['sites/model', 'sites/intent', 'sites/capacity', 'sites/packing', 'sites/purchase'], packages: [] },
  'sites/keys': { may: ['sites/model', 'sites/intent', 'sites/capacity', 'sites/packing', 'sites/purchase', 'sites/recovery'], packages: [] },
  constructs: { may: ['sites/model', 'sites/intent'], packages: ['cdktf', 'constructs', '@cdktf/provider-kubernetes', '@cdktf/provider-helm'] },
  stacks: { may: ['sites', 'constructs'], packages: ['cdktf', 'constructs', '@cdktf/provider-kubernetes', '@cdktf/provider-helm'] },
  policies: { may: ['sites/model', 'sites/capacity', 'sites/recovery', 'sites/keys'], packages: ['yaml', 'zod', 're2js', 'croner'] },
};

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const roomRules = Object.entries(rooms).flatMap(([room, { may, packages }]) => [
  {
    name: `${room}: rooms`,
    comment: `${room} may import ${may.length === 0 ? 'no other room' : may.join(', ')}`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: { path: '^(sites|constructs|stacks|policies|bin|test)/', pathNot: `^(${[room, ...may].map(escape).join('|')})/` },
  },
  {
    name: `${room}: packages`,
    comment: `${room} may import the packages ${packages.join(', ') || '(none)'}`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
      ...(packages.length === 0 ? {} : { pathNot: `node_modules/(${packages.map(escape).join('|')})/` }),
    },
  },
  {
    name: `${room}: pure`,
    comment: 'only bin/edge touches what is outside; a digest is computed, not read',
    severity: 'error',
    from: { path: `^${room}/` },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  },
]);

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'capacity, recovery and keys take intent as an argument',
      comment: 'types only, so that policies can call them',
      severity: 'error',
      from: { path: '^sites/(capacity|recovery|keys)/' },
      to: { path: '^sites/intent/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'constructs know types of model and intent only',
      severity: 'error',
      comment: 'units and canonical spelling are functions of the model; what is derived comes as props',
      from: { path: '^constructs/' },
      to: { path: '^sites/intent/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'edge below commands', severity: 'error', comment: 'edge never imports commands or present', from: { path: '^bin/edge/' }, to: { path: '^bin/(commands|present|runner)/' } },
    { name: 'nothing imports tests', severity: 'error', from: { path: '^(sites|constructs|stacks|policies|bin)/' }, to: { path: '^test/' } },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'only edge touches the outside', severity: 'error', from: { path: '^bin/', pathNot: '^bin/(edge/|main\\.ts|bootstrap|build)' }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?(path|crypto|url|os)$' } },
    { name: 'cdktf stays in constructs and stacks', severity: 'error', from: { pathNot: '^(constructs|stacks|test)/' }, to: { path: 'node_modules/(cdktf|constructs|@cdktf)/' } },
    { name: 'declared dependencies only', severity: 'error', from: { path: '^(sites|constructs|stacks|policies|bin)/', pathNot: '^bin/build\\.mjs$' }, to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    exclude: { path: '(^|/)(dist|\\.ndc)/' },
  },
};
