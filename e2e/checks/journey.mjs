// The way from a question to an offer: with the keyboard alone, and without any script.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, visit } from './visit.mjs';

/** Presses Tab until `wanted` holds for the element with focus; the focus must be visible on the way. */
async function tabTo(page, wanted, what) {
  for (let steps = 0; steps < 200; steps += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(wanted);
    if (there) {
      const visible = await page.evaluate(() => {
        // The ring may be drawn around a whole card, by what stands behind its link.
        const drawn = [null, '::before', '::after'].map((part) => getComputedStyle(document.activeElement, part));
        return drawn.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
      });
      assert.ok(visible, `the focus on ${what} can be seen`);
      return;
    }
  }
  assert.fail(`${what} cannot be reached with the Tab key`);
}

export function journey(world) {
  test('with the keyboard: skip link, search, filter, offer', async () => {
    await visit(world, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await open(page, world.origin);
      await page.keyboard.press('Tab');
      const skip = await page.evaluate(() => document.activeElement.getAttribute('href'));
      assert.match(skip ?? '', /^#/, 'the first stop skips to the content');
      await page.keyboard.press('Enter');
      const target = await page.evaluate((hash) => document.querySelector(hash)?.tagName, skip);
      assert.equal(target, 'MAIN', 'and it leads to the main part');

      await tabTo(page, () => document.activeElement.name === 'q', 'the search field');
      await page.keyboard.type('kurs');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/angebote\?.*q=kurs/);

      await tabTo(page, () => document.activeElement.matches('input[type=checkbox][name=preis]'), 'a filter');
      const value = await page.evaluate(() => document.activeElement.value);
      await page.keyboard.press('Space');
      // A script fetches the new results and puts them in place.
      await page.waitForURL(new RegExp(`preis=${value}`));
      await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
      assert.match(page.url(), /q=kurs/, 'the question stays');
      const focused = await page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
      assert.deepEqual(focused, ['preis', value], 'the focus stays on the filter');

      await tabTo(page, () => /\/angebote\/[0-9a-f-]{36}/.test(document.activeElement.getAttribute('href') ?? ''), 'an offer');
      const title = await page.evaluate(() => document.activeElement.textContent.trim());
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/angebote\/[0-9a-f-]{36}/);
      assert.equal((await page.locator('h1').innerText()).trim(), title);
    });
  });

  test('without script: search, filter, page, offer, provider, a message to the office', async () => {
    await visit(world, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
      await open2(page, world.origin);
      await page.locator('form[action*="/angebote"] [name=q]').first().fill('kurs');
      await page.locator('form[action*="/angebote"] button[type=submit]').first().click();
      await page.waitForURL(/q=kurs/);

      const filter = page.locator('input[type=checkbox][name=preis]').first();
      const value = await filter.getAttribute('value');
      await filter.check();
      const form = await filter.getAttribute('form');
      const apply = form
        ? page.locator(`button[form="${form}"]:visible, form#${form} button[type=submit]:visible`).last()
        : page.locator('form:has(input[name=preis]) button[type=submit]:visible').first();
      await apply.click();
      await page.waitForURL(new RegExp(`preis=${value}`));
      assert.ok(await page.locator(`input[name=preis][value="${value}"]`).isChecked(), 'the filter stays set');

      await page.goto(`${world.origin}/angebote`);
      await page.locator('a[rel~=next]').first().click();
      await page.waitForURL(/seite=2/);

      const link = page.locator('main a[href*="/angebote/0"]').first();
      const title = (await link.innerText()).trim();
      await link.click();
      assert.equal((await page.locator('h1').innerText()).trim(), title);

      const offer = page.url();
      await page.locator('main a[href*="/anbieter/"]').first().click();
      assert.match(page.url(), /\/anbieter\//);
      assert.ok((await page.locator('h1').innerText()).length > 0);

      await page.goto(offer);
      await page.locator('a[href*="/fehler-melden/"]').first().click();
      await page.locator('textarea').fill('Der Kurs beginnt eine Woche später. (Nachricht eines Tests)');
      await page.locator('main form button[type=submit]').last().click();
      await page.waitForLoadState();
      assert.match(page.url(), /gesendet=1/, 'the message was taken');
      assert.match(await page.locator('[role=alert], [role=status]').innerText(), /angekommen/);
    });
  });
}

/** Without script there is nothing to ask about fonts. */
function open2(page, url) {
  return page.goto(url, { waitUntil: 'load' });
}
