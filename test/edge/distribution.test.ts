import { describe, expect, it } from 'vitest';
import { asViewed } from '../../shared/edge/distribution.ts';

const SECRET = 'made-at-deployment';

function event(headers: Record<string, string>) {
  return { headers, requestContext: { http: { sourceIp: '198.51.100.1' } } } as never;
}

describe('a request', () => {
  it('that came through the distribution is its viewer’s', () => {
    const viewed = asViewed(
      event({
        'x-firstline-edge': SECRET,
        'x-firstline-viewer': '203.0.113.9',
        'x-firstline-host': 'desk.example',
        accept: '*/*',
      }),
      SECRET,
    );
    expect(viewed.requestContext.http.sourceIp).toBe('203.0.113.9');
    expect(viewed.headers).toEqual({ accept: '*/*', 'x-firstline-host': 'desk.example' });
  });

  it.each([
    ['shows no secret', { 'x-firstline-viewer': '203.0.113.9' }, SECRET],
    ['shows another secret', { 'x-firstline-edge': 'guess', 'x-firstline-viewer': '203.0.113.9' }, SECRET],
    ['shows an empty one', { 'x-firstline-edge': '', 'x-firstline-viewer': '203.0.113.9' }, ''],
    [
      'comes where there is no distribution',
      { 'x-firstline-edge': 'x', 'x-firstline-viewer': '1.1.1.1' },
      undefined,
    ],
    ['names no viewer', { 'x-firstline-edge': SECRET }, SECRET],
  ])('that %s is whose API Gateway says, and nothing it claims is left', (_, headers, secret) => {
    const viewed = asViewed(event({ ...headers, 'x-firstline-host': 'evil.example', accept: '*/*' }), secret);
    expect(viewed.requestContext.http.sourceIp).toBe('198.51.100.1');
    expect(viewed.headers).toEqual({ accept: '*/*' });
  });

  it('without such headers is left as it is', () => {
    const plain = event({ accept: '*/*' });
    expect(asViewed(plain, SECRET)).toBe(plain);
  });
});
