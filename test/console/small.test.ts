import { describe, expect, it } from 'vitest';
import { nextIn } from '../../console/src/api/save-export.ts';
import { ruleIn } from '../../console/src/common/rule-labels.ts';
import { pressed } from '../../console/src/hotkeys/binding.ts';
import { formatOf } from '../../console/src/i18n/format.ts';
import { valueAt, withValue } from '../../console/src/scenes/admin/policy/paths.ts';
import { channelsIn } from '../../console/src/scenes/incidents/channels.ts';

describe('a key', () => {
  const press = (key: string, code: string, over: object = {}) =>
    pressed({
      key,
      code,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      ...over,
    } as KeyboardEvent);

  it.each([
    ['j', 'KeyJ', {}, 'j'],
    ['о', 'KeyJ', {}, 'j'],
    ['О', 'KeyJ', { shiftKey: true }, 'shift+j'],
    ['Enter', 'Enter', { ctrlKey: true }, 'mod+Enter'],
    ['Enter', 'Enter', { metaKey: true }, 'mod+Enter'],
    ['?', 'Slash', { shiftKey: true }, '?'],
    [',', 'Slash', { shiftKey: true }, '?'],
    ['.', 'Slash', {}, '/'],
    ['Escape', 'Escape', {}, 'Escape'],
    ['х', 'BracketLeft', {}, '['],
  ])('%s at %s %j is %s, whatever the layout', (key, code, over, name) =>
    expect(press(key, code, over)).toBe(name),
  );
});

describe('a policy', () => {
  it('gets a value at a path, and nothing beside it changes', () => {
    const before = { escalation: { requests: { count: 3 } }, doubt: 'ask' };
    const after = withValue(before, 'escalation.requests.within_s', 60);
    expect(after).toEqual({ escalation: { requests: { count: 3, within_s: 60 } }, doubt: 'ask' });
    expect(before).toEqual({ escalation: { requests: { count: 3 } }, doubt: 'ask' });
    expect(valueAt(after, 'escalation.requests.within_s')).toBe(60);
    expect(valueAt(after, 'not.there')).toBeUndefined();
  });

  it('replaces lists as a whole', () => {
    expect(withValue({ a: [1, 2] }, 'a', [3])).toEqual({ a: [3] });
  });
});

describe('a delivery rule', () => {
  it.each([
    ['http.410', 'the partner’s server said that the address is gone'],
    ['http.5xx.exhausted', 'the partner’s server answered with errors'],
    ['http.4xx.exhausted', 'the partner’s server refused'],
    ['error.dns.not_found.exhausted', 'the server’s name was not found'],
    ['error.connect.timeout', 'the partner’s server did not answer in time'],
    ['error.connect.refused', 'no connection could be made, or it broke'],
    ['error.address.forbidden', 'nothing may be sent to this address'],
    ['endpoint.disabled.expired', 'it waited 30 days for a disabled endpoint'],
    ['telegram.blocked', 'the client has blocked the bot'],
    ['telegram.400', 'Telegram refused'],
    ['something.new', 'another reason'],
  ])('%s means that %s', (rule, words) => expect(ruleIn('en', rule)).toBe(words));
});

describe('channels of a broadcast', () => {
  it.each([
    ['all', 'all'],
    ['', 'all'],
    ['partner:demo, bot:demo', ['partner:demo', 'bot:demo']],
  ])('%j are %j', (words, channels) => expect(channelsIn(words)).toEqual(channels));
});

describe('an export', () => {
  it.each([
    [null, undefined],
    ['</api/export/report?cursor=x>; rel="next"', '/api/export/report?cursor=x'],
    ['<https://api.example/api/export/report?cursor=x>; rel="next"', '/api/export/report?cursor=x'],
    ['</x>; rel="prev"', undefined],
  ])('that says %s goes on at %s, on the console’s own origin', (link, next) =>
    expect(nextIn(link)).toBe(next),
  );
});

describe('a length of time', () => {
  it.each([
    [-5, '0 с'],
    [59_999, '59 с'],
    [60_000, '1 мин'],
    [3_600_000, '1 ч'],
    [47 * 3_600_000, '47 ч'],
    [72 * 3_600_000, '3 дн.'],
  ])('of %i ms is %s', (ms, words) => expect(formatOf('ru').span(ms).replaceAll(/\s/g, ' ')).toBe(words));
});
