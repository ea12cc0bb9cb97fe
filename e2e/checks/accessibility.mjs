// WCAG 2.2 AA as far as a machine can tell: axe finds nothing, on a phone and on a wide screen, light and dark.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import axe from 'axe-core';

import { open, visit } from './visit.mjs';

const KINDS = [
  'start', 'results', 'search', 'filtered', 'page', 'map', 'nothing', 'offer', 'report', 'providers', 'provider', 'places', 'place',
  'bookmarks', 'about', 'imprint', 'privacy', 'accessibility', 'message', 'embedding', 'components', 'missing',
];

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function accessibility(world) {
  describe('axe finds nothing', () => {
    for (const width of [360, 1280]) {
      for (const colorScheme of ['light', 'dark']) {
        test(`${width} px, ${colorScheme}`, async () => {
          const found = [];
          await visit(world, { viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' }, async (page) => {
            for (const kind of KINDS) {
              assert.ok(world.pages[kind], `the demo region has a page of kind ${kind}`);
              await open(page, world.origin + world.pages[kind]);
              // Evaluated from outside: the page's own policy would not let it in.
              await page.evaluate(axe.source);
              const { violations } = await page.evaluate((values) => window.axe.run(document, {
                runOnly: { type: 'tag', values },
                resultTypes: ['violations'],
              }), TAGS);
              for (const { id, help, nodes } of violations) {
                found.push(`${kind}: ${id} (${help}): ${nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
              }
            }
          });
          assert.deepEqual(found, []);
        });
      }
    }
  });

  test('every page says its language, has one heading of level 1 and a title of its own', async () => {
    const titles = new Map();
    await visit(world, {}, async (page) => {
      for (const kind of KINDS) {
        await open(page, world.origin + world.pages[kind]);
        assert.equal(await page.locator('html').getAttribute('lang'), 'de', kind);
        assert.equal(await page.locator('h1').count(), 1, `${kind} has one h1`);
        titles.set(kind, await page.title());
      }
      await open(page, `${world.origin}/?sprache=en`);
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    });
    const named = [...titles].filter(([kind]) => !['page', 'map', 'results'].includes(kind)).map(([, title]) => title);
    assert.equal(new Set(named).size, named.length, `titles differ: ${named.join(' | ')}`);
  });
}
