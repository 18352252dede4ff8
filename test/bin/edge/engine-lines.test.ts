import { describe, expect, it } from 'vitest';
import { firstTextError, parseEngineLine, summaryOf } from '../../../bin/edge/engine-lines.js';

// Lines written by Terraform 1.11.4.
const planned = '{"@level":"info","@message":"terraform_data.a: Plan to create","@module":"terraform.ui","@timestamp":"2026-01-12T15:45:56.469165Z","change":{"resource":{"addr":"terraform_data.a","module":"","resource":"terraform_data.a","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"a","resource_key":null},"action":"create"},"type":"planned_change"}';
const done = '{"@level":"info","@message":"terraform_data.a: Creation complete after 0s [id=318f]","@module":"terraform.ui","@timestamp":"2026-01-12T15:45:56.758903Z","hook":{"resource":{"addr":"terraform_data.a","module":"","resource":"terraform_data.a","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"a","resource_key":null},"action":"create","id_key":"id","id_value":"318f","elapsed_seconds":0},"type":"apply_complete"}';
const stale = '{"@level":"error","@message":"Error: Saved plan is stale","@module":"terraform.ui","@timestamp":"2026-01-12T15:46:05.131151Z","diagnostic":{"severity":"error","summary":"Saved plan is stale","detail":"The given plan file can no longer be applied."},"type":"diagnostic"}';
const summary = '{"@level":"info","@message":"Plan: 3 to add, 0 to change, 0 to destroy.","@module":"terraform.ui","@timestamp":"2026-01-12T15:45:56.469303Z","changes":{"add":3,"change":0,"import":0,"remove":0,"operation":"plan"},"type":"change_summary"}';

describe('lines of the engine', () => {
  it.each([
    [planned, { is: 'resource', phase: 'planned', address: 'terraform_data.a', action: 'create' }],
    [done, { is: 'resource', phase: 'done', address: 'terraform_data.a', action: 'create' }],
    [done.replace('apply_complete', 'apply_errored'), { is: 'resource', phase: 'failed', address: 'terraform_data.a', action: 'create' }],
    [stale, { is: 'diagnostic', diagnostic: { severity: 'error', summary: 'Saved plan is stale', detail: 'The given plan file can no longer be applied.' } }],
    [summary, { is: 'summary', operation: 'plan', add: 3, change: 0, remove: 0, import: 0 }],
  ])('%#', (line, expected) => {
    expect(parseEngineLine(line)).toEqual(expected);
  });

  it.each(['', 'Successfully configured the backend "local"!', '{"type":"version"}', '{"type":"diagnostic"}', '{broken', '[]', '{}'])('%j means nothing', (line) => {
    expect(parseEngineLine(line)).toBeUndefined();
  });

  it('hands on no terminal escapes and no endless text', () => {
    const line = parseEngineLine(JSON.stringify({ type: 'diagnostic', diagnostic: { severity: 'error', summary: '\u001b[31mred\u202e', detail: 'x'.repeat(10_000), address: 'a\nb' } }));
    expect(line).toMatchObject({ diagnostic: { summary: '\\u001b[31mred\\u202e', address: 'a b' } });
    expect(line?.is === 'diagnostic' ? line.diagnostic.detail.length : 0).toBe(600);
  });
});

describe('the one sentence of a failed run', () => {
  const error = (text: string, more = {}) => ({ severity: 'error' as const, summary: text, detail: '', ...more });
  it.each([
    [[], undefined],
    [[{ ...error('careful'), severity: 'warning' as const }], undefined],
    [[error('broken', { detail: 'because', address: 'a.b' })], 'a.b: broken: because'],
    [[error('execution halted'), error('real')], 'real (+1)'],
    [[error('execution halted')], 'execution halted'],
  ])('%j', (diagnostics, expected) => {
    expect(summaryOf(diagnostics)).toBe(expected);
  });

  it('is found in boxed text', () => {
    const text = '\u001b[31m╷\u001b[0m\n│ Warning: w\n│ \n╵\n╷\n│ Error: Failed to query available provider packages\n│ \n│ Could not retrieve the list:\n│ no route.\n╵\n';
    expect(firstTextError(text)).toEqual({ severity: 'error', summary: 'Failed to query available provider packages', detail: 'Could not retrieve the list: no route.' });
    expect(firstTextError('all is well')).toBeUndefined();
  });

  it('what a program of the toolkit told the engine stands alone, without the engine’s advice on locks', () => {
    const detail = 'Error message: failed to write backup file: <nil>: Unable to fetch encryption key data; key_provider.external.ndc failed with error: the external command exited with a non-zero exit code (exit status 1)\n\nStderr:\n-------\nNDC-X063 partition "p" holds no AES key "k:00".\n\nOpenTofu acquires a state lock to protect the state. You can disable locking with the "-lock=false" flag.';
    expect(summaryOf([{ severity: 'error', summary: 'Error acquiring the state lock', detail }])).toBe('NDC-X063 partition "p" holds no AES key "k:00".');
    expect(summaryOf([{ severity: 'error', summary: 'Error', detail: 'Stderr: ------- something else' }])).toBe('Error: Stderr: ------- something else');
  });
});
