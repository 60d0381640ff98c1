import { describe, expect, it } from 'vitest';
import { openDesk } from './desk.ts';

const desk = openDesk();

describe('the page', () => {
  it('comes with a policy that the browser holds it to, and asks for its own origin alone', async () => {
    const { page, open, complaints } = await desk.seat();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await open('/');
    expect([...asked]).toEqual([desk.twin().url]);
    expect(complaints).toEqual([]);

    await page.evaluate(
      `document.head.append(Object.assign(document.createElement('style'), { textContent: 'p{}' }))`,
    );
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'var x' }))`,
    );
    await expect
      .poll(() => complaints.splice(0).map((one) => /(style-src|script-src)/.exec(one)?.[0]))
      .toEqual(['style-src', 'script-src']);
  });

  it('is asked for every time, what it loads once a year; what is not there is missing', async () => {
    const { url } = desk.twin();
    const page = await fetch(`${url}/inbox/anything`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = /src="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    expect((await fetch(url + script)).headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404);
  });

  it('can be installed as an app', async () => {
    const { context, page, open } = await desk.seat();
    await open('/');
    const devtools = await context.newCDPSession(page);
    const { errors } = await devtools.send('Page.getAppManifest');
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    expect([...errors, ...installabilityErrors]).toEqual([]);
  });
});
