// What a visit costs, and whom it tells.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, visit } from './visit.mjs';

/** Bytes over the wire, compressed, of the page with everything it loads. */
async function transferSize(page, context, url) {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const sizes = new Map();
  const names = new Map();
  session.on('Network.requestWillBeSent', (event) => names.set(event.requestId, event.request.url));
  session.on('Network.loadingFinished', (event) => sizes.set(names.get(event.requestId), event.encodedDataLength));
  await page.goto(url, { waitUntil: 'networkidle' });
  return sizes;
}

export function budget(world) {
  test('the results page weighs at most 60 kB', async () => {
    for (const kind of ['results', 'search']) {
      await visit(world, {}, async (page, context) => {
        const sizes = await transferSize(page, context, world.origin + world.pages[kind]);
        const sum = [...sizes.values()].reduce((total, size) => total + size, 0);
        const list = [...sizes].map(([url, size]) => `${new URL(url).pathname} ${size}`).join(', ');
        assert.ok(sizes.size > 1, 'style sheet and script are counted');
        assert.ok(sum <= 60_000, `${kind}: ${sum} bytes: ${list}`);
      });
    }
  });

  test('no page asks anybody but the portal, sets a cookie or stores anything', async () => {
    await visit(world, {}, async (page, context) => {
      for (const path of Object.values(world.pages)) {
        await open(page, world.origin + path);
        const stored = await page.evaluate(() => localStorage.length + sessionStorage.length);
        assert.equal(stored, 0, `${path} stores something`);
      }
      assert.deepEqual(await context.cookies(), []);
    });
  });

  test('every link of the main pages leads somewhere', async () => {
    await visit(world, {}, async (page) => {
      const links = new Set();
      for (const [kind, path] of Object.entries(world.pages)) {
        if (kind === 'missing') continue;
        await open(page, world.origin + path);
        const hrefs = await page.locator('a[href]').evaluateAll((all) => all.map((link) => new URL(link.getAttribute('href'), document.baseURI).href));
        for (const href of hrefs) {
          const url = new URL(href);
          // Each combination of filters is a link; one of each path is enough.
          if (url.origin === world.origin) links.add(url.pathname === '/angebote' ? url.pathname : url.pathname + url.search);
        }
      }
      const broken = [];
      for (const link of links) {
        const { status } = await fetch(world.origin + link);
        if (status >= 400) broken.push(`${link}: ${status}`);
      }
      // The showcase of components links to examples.
      assert.deepEqual(broken.filter((entry) => !entry.startsWith('/muster')), []);
    });
  });
}
