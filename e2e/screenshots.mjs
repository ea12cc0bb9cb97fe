// Screenshots of every page into a folder, to be looked at: `node screenshots.mjs FOLDER [ORIGIN]`.
// Without an origin the built binary (BILDUNGSRAUM_BIN) is started with a demo region.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { pagesOf, startBrowser, startPortal } from './portal.mjs';

const [folder, given] = process.argv.slice(2);
if (!folder) {
  console.error('node screenshots.mjs FOLDER [ORIGIN]');
  process.exit(1);
}
await mkdir(folder, { recursive: true });
const portal = given ? { origin: given, stop: async () => {} } : await startPortal();
const browser = await startBrowser();
try {
  const pages = await pagesOf(portal.origin);
  for (const width of [360, 768, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ locale: 'de-DE', viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const [kind, path] of Object.entries(pages)) {
        await page.goto(portal.origin + path, { waitUntil: 'networkidle' });
        await page.screenshot({ path: join(folder, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await context.close();
    }
  }
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  for (const kind of ['search', 'offer']) {
    await page.goto(portal.origin + pages[kind], { waitUntil: 'networkidle' });
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.screenshot({ path: join(folder, `${kind}-print.png`), fullPage: true });
    await page.emulateMedia({ media: 'screen' });
  }
  await context.close();
} finally {
  await browser.close();
  await portal.stop();
}
