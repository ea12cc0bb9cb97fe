// Nothing scrolls sideways on small screens or enlarged pages, nothing jumps, and paper gets what it needs.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { open, visit } from './visit.mjs';

const overflow = () => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('body *')]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      const hidden = box.width === 0 || getComputedStyle(element).position === 'fixed';
      // What scrolls inside a frame of its own (a wide table) does not widen the page.
      const framed = element.parentElement?.closest('[data-scroll], .table-scroll, .map, .maplibregl-map');
      return !hidden && !framed && box.right > width + 1;
    })
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  return document.documentElement.scrollWidth > width ? wide.slice(0, 3).join(', ') || 'something' : '';
};

export function layout(world) {
  describe('nothing scrolls sideways', () => {
    const screens = {
      '320 px': { viewport: { width: 320, height: 640 } },
      '360 px': { viewport: { width: 360, height: 740 } },
      '768 px': { viewport: { width: 768, height: 1024 } },
      '200 % zoom of 1280 px': { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
    };
    for (const [name, screen] of Object.entries(screens)) {
      test(name, async () => {
        await visit(world, screen, async (page) => {
          const found = {};
          for (const [kind, path] of Object.entries(world.pages)) {
            await open(page, world.origin + path);
            const wide = await page.evaluate(overflow);
            if (wide) found[kind] = wide;
          }
          assert.deepEqual(found, {});
        });
      });
    }
  });

  test('nothing jumps while a page loads', async () => {
    for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 900 }]) {
      await visit(world, { viewport }, async (page) => {
        for (const kind of ['start', 'search', 'offer']) {
          await open(page, world.origin + world.pages[kind]);
          const shift = await page.evaluate(() => new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
            }).observe({ type: 'layout-shift', buffered: true });
            // Buffered entries arrive before the second frame.
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
          }));
          assert.ok(shift < 0.01, `${kind} at ${viewport.width} px shifts by ${shift}`);
        }
      });
    }
  });

  test('printed, an offer is its text without navigation and with written-out addresses', async () => {
    await visit(world, {}, async (page) => {
      await open(page, world.origin + world.pages.offer);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('nav:visible').count(), 0, 'no navigation on paper');
      assert.equal(await page.locator('button:visible').count(), 0, 'no buttons on paper');
      assert.ok(await page.locator('h1').isVisible());
      const colours = await page.evaluate(() => getComputedStyle(document.body).color);
      assert.match(colours, /rgb\(\s*\d{1,2}, \d{1,2}, \d{1,2}\)/, 'dark ink');
    });
    await visit(world, { colorScheme: 'dark' }, async (page) => {
      await open(page, world.origin + world.pages.offer);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.match(paper, /rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\)/, 'paper is white in dark mode as well');
    });
  });
}
