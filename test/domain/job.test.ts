import { describe, expect, it } from 'vitest';
import type { EndpointState } from '../../shared/domain/endpoint.ts';
import { jobId } from '../../shared/domain/ids.ts';
import {
  addCounts,
  drainedAtOnce,
  isOver,
  isSameRequest,
  lookedAtAnew,
  NOTHING_DONE,
  type TextJob,
} from '../../shared/domain/job.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { NOW } from '../builders.ts';

const latest = (over: Partial<TextJob>): TextJob => ({ state: 'done', started_at: NOW, ...over }) as TextJob;

describe('a request for work that was asked for before', () => {
  const soon = NOW + LIMITS.jobAskedTwice - 1;
  const later = NOW + LIMITS.jobAskedTwice;

  it.each([
    ['while it runs', { state: 'running' }, undefined, later, true],
    ['while it runs, under another key', { state: 'running', key: 'a' }, 'b', later, true],
    ['right after it ended', {}, undefined, soon, true],
    ['some time after it ended', {}, undefined, later, false],
    ['under its key', { key: 'a' }, 'a', later, true],
    ['under another key', { key: 'a' }, 'b', soon, false],
    ['under a key where there was none', {}, 'a', soon, false],
    ['without a key where there was one', { key: 'a' }, undefined, soon, false],
    ['while it is being cancelled', { state: 'cancelling' }, undefined, soon, false],
    ['right after it was cancelled', { state: 'cancelled' }, undefined, soon, true],
  ] as const)('%s', (_, over, key, now, same) => {
    expect(isSameRequest(latest(over), key, now)).toBe(same);
  });
});

describe('who asks again for a job that runs', () => {
  it('lets a drain begin once more from the oldest, beside what it has planned', () => {
    const drain = latest({ kind: 'drain', cursor: 'msg_1', last_look: true, batch: [], step: 4 });
    expect(lookedAtAnew(drain)).toEqual({ ...drain, cursor: undefined, last_look: undefined });
  });

  it('leaves a redrive where it is, since what dies meanwhile is for another one', () => {
    const redrive = latest({ kind: 'redrive', cursor: { died_at: NOW, text_id: 'msg_1' } });
    expect(lookedAtAnew(redrive)).toBe(redrive);
  });
});

it.each<[EndpointState, number]>([
  [{ name: 'disabled', at: NOW, rule: 'http.410' }, 0],
  [{ name: 'open', probe_at: NOW, openings: 1 }, 1],
  [{ name: 'fresh' }, 1],
  [{ name: 'ramping', allowed: 4, left: 1, openings: 0 }, 4],
  [{ name: 'ramping', allowed: 64, left: 1, openings: 0 }, LIMITS.drainedAtOnce],
  [{ name: 'closed' }, LIMITS.drainedAtOnce],
])('an endpoint that is %j gets so many held texts at once', (state, most) => {
  expect(drainedAtOnce(state)).toBe(most);
});

it.each([
  ['running', false],
  ['cancelling', false],
  ['done', true],
  ['cancelled', true],
  ['stopped', true],
] as const)('whether a job is over that is %s', (state, over) => {
  expect(isOver({ state })).toBe(over);
});

it('counts add up', () => {
  const one = { scanned: 1, replayed: 2, skipped: 3, failed: 4 };
  expect(addCounts(one, NOTHING_DONE)).toEqual(one);
  expect(addCounts(one, one)).toEqual({ scanned: 2, replayed: 4, skipped: 6, failed: 8 });
});

it('a job’s id sorts by when it was started', () => {
  const entropy = new Uint8Array(10).fill(31);
  expect(jobId(NOW, entropy)).toMatch(/^job_[0-9A-HJKMNP-TV-Z]{20}$/);
  expect(jobId(NOW, entropy) < jobId(NOW + 1, new Uint8Array(10))).toBe(true);
});
