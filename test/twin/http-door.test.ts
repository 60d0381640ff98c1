import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Throttled } from '../../local/function-host.ts';
import { createHttpApi, openDoor, type RequestHandler } from '../../local/http-door.ts';
import { matchRoute } from '../../local/http-routes.ts';
import type { HttpApiWiring } from '../../local/wiring.ts';

const route = (routeKey: string, timeoutMs = 30_000) => ({
  routeKey,
  functionArn: `arn:${routeKey}`,
  timeoutMs,
});

async function opened(handler: RequestHandler, port = 0) {
  const door = await openDoor(port);
  onTestFinished(door.close);
  door.serve(handler);
  return door;
}

async function serving(
  invoke: (event: APIGatewayProxyEventV2, functionArn: string) => unknown,
  api: Partial<HttpApiWiring> = {},
  limits = true,
) {
  const handler = createHttpApi({
    api: { name: 'Api', routes: [route('$default')], ...api },
    invoke: async (functionArn, event) => invoke(event as APIGatewayProxyEventV2, functionArn),
    limits,
  });
  return opened(handler);
}

/** The event that a function saw of one request. */
async function eventOf(path: string, init: RequestInit = {}, api: Partial<HttpApiWiring> = {}) {
  let seen: APIGatewayProxyEventV2 | undefined;
  const { url } = await serving((event) => {
    seen = event;
    return {};
  }, api);
  await fetch(url + path, init);
  return seen!;
}

describe('the door', () => {
  it('listens on both loopback addresses and on no other', async () => {
    const { port } = await opened((_request, response) => response.end('here'));

    await expect(fetch(`http://127.0.0.1:${port}`).then((answer) => answer.text())).resolves.toBe('here');
    await expect(fetch(`http://[::1]:${port}`).then((answer) => answer.text())).resolves.toBe('here');
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.family === 'IPv4' && !address.internal);
    for (const address of outside) {
      await expect(fetch(`http://${address!.address}:${port}`)).rejects.toThrow();
    }
  });

  it('says in one sentence that its port is taken', async () => {
    const { port } = await opened((_request, response) => response.end());

    await expect(openDoor(port)).rejects.toThrow(`Port ${port} is in use: `);
  });

  it('lets early callers wait until there is somebody to serve them', async () => {
    const door = await openDoor(0);
    onTestFinished(door.close);
    const answer = fetch(door.url);

    door.serve((_request, response) => response.end('at last'));

    await expect(answer.then((found) => found.text())).resolves.toBe('at last');
  });
});

describe('an event', () => {
  it('has the payload format 2.0', async () => {
    const event = await eventOf('/api/messages?a=1&b=%D0%B9&a=2', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'X-Chat-ID': '7', 'User-Agent': 'tests' },
      body: '{"content":"Здравствуйте"}',
    });

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/api/messages',
      rawQueryString: 'a=1&b=%D0%B9&a=2',
      queryStringParameters: { a: '1,2', b: 'й' },
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-chat-id': '7',
        'x-forwarded-proto': 'http',
      },
      requestContext: {
        accountId: '000000000000',
        http: { method: 'POST', path: '/api/messages', protocol: 'HTTP/1.1', userAgent: 'tests' },
        routeKey: '$default',
        stage: '$default',
      },
      body: '{"content":"Здравствуйте"}',
      isBase64Encoded: false,
    });
    const { http, requestId, time, timeEpoch } = event.requestContext;
    expect(http.sourceIp).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(event.headers['x-forwarded-for']).toBe(http.sourceIp);
    expect(requestId).toMatch(/^[\w-]{16}$/);
    expect(time).toMatch(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/);
    expect(Math.abs(timeEpoch - Date.now())).toBeLessThan(10_000);
  });

  it('has no query, cookies, parameters or body where the request has none', async () => {
    const event = await eventOf('/');

    expect(event.rawQueryString).toBe('');
    for (const absent of ['queryStringParameters', 'cookies', 'pathParameters', 'body']) {
      expect(event).not.toHaveProperty(absent);
    }
  });

  it('lists cookies apart from the headers', async () => {
    const event = await eventOf('/', { headers: { Cookie: 'a=1; b=2' } });

    expect(event.cookies).toEqual(['a=1', 'b=2']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('joins the values of a repeated header', async () => {
    let seen: APIGatewayProxyEventV2 | undefined;
    const { port } = await serving((event) => {
      seen = event;
      return {};
    });

    await new Promise<void>((resolve) => {
      const headers = { 'X-Twice': ['one', 'two'], 'X-Forwarded-For': '203.0.113.9' };
      request({ port, host: '127.0.0.1', headers }, (answer) => answer.resume().on('end', resolve)).end();
    });

    expect(seen!.headers['x-twice']).toBe('one,two');
    expect(seen!.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1');
  });

  it('has the parameters of its route, decoded', async () => {
    const event = await eventOf(
      '/api/messages/an%20na',
      {},
      { routes: [route('GET /api/messages/{client_id}')] },
    );

    expect(event.pathParameters).toEqual({ client_id: 'an na' });
    expect(event.rawPath).toBe('/api/messages/an na');
  });

  it.each([
    ['application/json', false],
    ['text/plain; charset=utf-8', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['application/problem+json', true],
    ['application/octet-stream', true],
  ])('with a body of %s is base64: %s', async (type, isBase64Encoded) => {
    const event = await eventOf('/', { method: 'POST', headers: { 'Content-Type': type }, body: 'привет' });

    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    const body = Buffer.from(event.body!, isBase64Encoded ? 'base64' : 'utf8').toString();
    expect(body).toBe('привет');
  });
});

describe('a route', () => {
  const routes = [
    route('$default'),
    route('ANY /api/{proxy+}'),
    route('GET /api/messages/{client_id}'),
    route('ANY /api/messages/{client_id}'),
    route('GET /api/messages/search'),
    route('POST /api/messages'),
  ];

  it.each([
    ['POST', '/api/messages', 'POST /api/messages'],
    ['GET', '/api/messages', 'ANY /api/{proxy+}'],
    ['GET', '/api/messages/search', 'GET /api/messages/search'],
    ['GET', '/api/messages/anna', 'GET /api/messages/{client_id}'],
    ['PUT', '/api/messages/anna', 'ANY /api/messages/{client_id}'],
    ['GET', '/api/a/b/c', 'ANY /api/{proxy+}'],
    ['POST', '/api/a/b/', 'ANY /api/{proxy+}'],
    ['GET', '/health', '$default'],
    ['GET', '/', '$default'],
  ])('of %s %s is %s', (method, path, routeKey) => {
    expect(matchRoute(routes, method, path)?.route.routeKey).toBe(routeKey);
  });

  it('gives a greedy parameter the rest of the path', () => {
    expect(matchRoute(routes, 'GET', '/api/a/b/c')?.parameters).toEqual({ proxy: 'a/b/c' });
  });
});

describe('a response', () => {
  it('has the status, headers, cookies and body that the function gave', async () => {
    const { url } = await serving(() => ({
      statusCode: 202,
      headers: { 'Content-Type': 'application/json', 'X-Number': 7 },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: '{"status":"accepted"}',
    }));

    const answer = await fetch(url);

    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('x-number')).toBe('7');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(answer.headers.get('apigw-requestid')).toBeTruthy();
    expect(await answer.json()).toEqual({ status: 'accepted' });
  });

  it('is decoded where the function says base64', async () => {
    const body = Buffer.from([0, 255, 7]).toString('base64');
    const { url } = await serving(() => ({ statusCode: 200, body, isBase64Encoded: true }));

    expect([...Buffer.from(await (await fetch(url)).arrayBuffer())]).toEqual([0, 255, 7]);
  });

  it.each<[what: string, result: unknown, body: string]>([
    ['an object', { hello: 'world' }, '{"hello":"world"}'],
    ['a string', 'Hello!', 'Hello!'],
    ['a number', 5, '5'],
    ['nothing', null, 'null'],
  ])('without a status is the JSON of %s', async (_what, result, body) => {
    const { url } = await serving(() => result);

    const answer = await fetch(url);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.text()).toBe(body);
  });

  it('to 204 has no body', async () => {
    const { url } = await serving(() => ({ statusCode: 204 }));

    const answer = await fetch(url);

    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe('');
  });
});

describe("API Gateway's own answer", () => {
  async function refused(answer: Promise<Response>) {
    const response = await answer;
    expect(response.headers.get('content-type')).toBe('application/json');
    return { status: response.status, body: await response.json() };
  }

  it('to a path without a route is 404', async () => {
    const { url } = await serving(() => ({}), { routes: [route('GET /health')] });

    expect(await refused(fetch(`${url}/other`))).toEqual({ status: 404, body: { message: 'Not Found' } });
  });

  it('to a body over 10 MB is 413, and the function never sees it', async () => {
    let seen = 0;
    const { url } = await serving(() => {
      seen += 1;
    });

    const answer = fetch(url, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });

    expect(await refused(answer)).toEqual({ status: 413, body: { message: 'Request Entity Too Large' } });
    expect(seen).toBe(0);
  });

  it('to a function that is throttled is 503', async () => {
    const { url } = await serving(() => Promise.reject(new Throttled()));
    expect(await refused(fetch(url))).toEqual({ status: 503, body: { message: 'Service Unavailable' } });
  });

  it.each<[what: string, invoke: () => unknown]>([
    ['threw', () => Promise.reject(new Error('secret reason'))],
    ['gave a status that is none', () => ({ statusCode: 'many' })],
    ['gave a body that is no string', () => ({ statusCode: 200, body: { a: 1 } })],
  ])('to a function that %s is 500', async (_what, invoke) => {
    const { url } = await serving(invoke);

    expect(await refused(fetch(url))).toEqual({ status: 500, body: { message: 'Internal Server Error' } });
  });

  it('to a function that takes too long is 503', async () => {
    const { url } = await serving(() => new Promise(() => {}), { routes: [route('$default', 50)] });

    expect(await refused(fetch(url))).toEqual({ status: 503, body: { message: 'Service Unavailable' } });
  });

  it('over the rate of the stage is 429, unless limits are off', async () => {
    const throttle = { ratePerS: 0.001, burst: 2 };
    const strict = await serving(() => ({}), { throttle });
    const lenient = await serving(() => ({}), { throttle }, false);
    const statuses = async (url: string) =>
      Promise.all([1, 2, 3].map(() => fetch(url).then(({ status }) => status)));

    expect((await statuses(strict.url)).sort()).toEqual([200, 200, 429]);
    expect(await statuses(lenient.url)).toEqual([200, 200, 200]);
    expect(await refused(fetch(strict.url))).toEqual({ status: 429, body: { message: 'Too Many Requests' } });
  });

  it('over the rate of its route is 429, and takes nothing from the other routes', async () => {
    const [few, many] = [1, 3].map((burst) => ({ ratePerS: 0.001, burst }));
    const routes = [route('$default'), { ...route('ANY /api/auth/{proxy+}'), throttle: few! }];
    const { url } = await serving(() => ({}), { routes, throttle: many! });
    const statuses: number[] = [];
    for (const path of ['/api/auth/a', '/api/auth/b', '/x', '/x', '/api/auth/c', '/x', '/x'])
      statuses.push((await fetch(url + path)).status);
    expect(statuses).toEqual([200, 429, 200, 200, 429, 200, 429]);
  });
});
