import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { command } from '../../bin/commands/tenant/review.js';
import { marker } from '../../bin/present/tenant/review-markdown.js';

const text = (name: string): string => readFileSync(new URL(`../../docs/ci/${name}`, import.meta.url), 'utf8');
const recipes = ['github-actions.yml', 'gitlab-ci.yml'];

describe('the recipes for CI', () => {
  it.each(recipes)('%s is YAML', (name) => {
    expect(parse(text(name))).toBeTypeOf('object');
  });

  it.each(recipes)('%s installs the base’s packages without scripts, and finds its comment by the marker', (name) => {
    expect(text(name).match(/npm (ci|install)[^\n]*/g)).toEqual(['npm ci --ignore-scripts']);
    expect(text(name)).toContain(`startswith("${marker} ")`);
  });

  it.each(recipes)('%s gives the command options it has', (name) => {
    const [line = ''] = /ndc tenant review [^>\n]*/.exec(text(name)) ?? [];
    const known = [...command.options.map(({ flags }) => flags.split(' ')[0]), '--lang'];

    expect(line.match(/--[a-z-]+/g)).toEqual(['--base', '--head', '--lang', '--out']);
    for (const option of line.match(/--[a-z-]+/g) ?? []) expect(known).toContain(option);
  });

  it('on GitHub checks out the base alone, with the workflow of the base and no right beyond comment and status', () => {
    const { on, permissions, jobs } = parse(text('github-actions.yml')) as { on: Record<string, unknown>; permissions: unknown; jobs: { review: { permissions: unknown; steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] } } };
    const checkouts = jobs.review.steps.filter(({ uses }) => uses?.startsWith('actions/checkout') === true);

    expect(Object.keys(on)).toEqual(['pull_request_target', 'merge_group']);
    expect(permissions).toEqual({});
    expect(jobs.review.permissions).toEqual({ contents: 'read', 'pull-requests': 'write', statuses: 'write' });
    expect(checkouts.map((step) => step.with)).toEqual([{ ref: '${{ env.BASE }}', 'fetch-depth': 0 }]);
    // Expressions inside a script are put in before the shell reads it: text of others would become commands.
    for (const { run } of jobs.review.steps) expect(run ?? '').not.toContain('${{');
  });
});
