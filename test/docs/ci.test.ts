import { spawnSync } from 'node:child_process';
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
    expect(text(name).toLowerCase()).toContain(`startswith("${marker} ")`);
  });

  it.each(recipes)('%s names what it runs by commit or full version, and installs nothing else', (name) => {
    const used = text(name).match(/(?<=\buses: )\S+/g) ?? [];

    for (const action of used) expect(action).toMatch(/@[0-9a-f]{40}$/);
    for (const image of text(name).match(/(?<=image: )\S+/g) ?? []) expect(image).toMatch(/:\d+\.\d+\.\d+/);
    expect(text(name)).not.toMatch(/apt-get|curl [^\n]*\| *(ba)?sh|npx /);
  });

  it.each(recipes)('%s fetches head’s objects and checks out the base alone', (name) => {
    expect(text(name).match(/git (checkout|switch|reset|worktree|merge|pull|submodule)[^\n]*/g) ?? []).toEqual(name.startsWith('gitlab') ? ['git checkout --quiet --detach "$BASE"'] : []);
    expect(text(name)).toMatch(/git fetch (--quiet )?--no-tags --no-recurse-submodules origin/);
  });

  it.each(recipes)('%s gives every branch a status on the commit that was judged, one without requests too', (name) => {
    expect(text(name)).toContain('statuses/$HEAD');
    expect(text(name)).toContain('git diff --quiet --no-ext-diff --no-textconv "$BASE...$HEAD" -- sites/data/tenants');
    expect(text(name)).toContain('No request changes');
    expect(text(name)).not.toMatch(/^ +paths: \['sites/m);
  });

  it.each(recipes)('%s is shell that bash reads', (name) => {
    const scripts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap(scripts) : typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => (key === 'run' ? [String(inner)] : key === 'script' && Array.isArray(inner) ? [inner.join('\n')] : scripts(inner))) : []);
    const found = scripts(parse(text(name)));

    expect(found.length).toBeGreaterThan(0);
    for (const script of found) expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
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
