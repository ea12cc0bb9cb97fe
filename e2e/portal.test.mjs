// All browser tests: one portal, one browser, the checks one after another.

import { after, before, describe } from 'node:test';

import { accessibility } from './checks/accessibility.mjs';
import { budget } from './checks/budget.mjs';
import { journey } from './checks/journey.mjs';
import { layout } from './checks/layout.mjs';
import { outline } from './checks/outline.mjs';
import { pagesOf, startBrowser, startPortal } from './portal.mjs';

describe('portal', () => {
  /** Filled before the first test; the checks read it when they run. */
  const world = {};

  before(async () => {
    world.portal = await startPortal();
    world.origin = world.portal.origin;
    world.browser = await startBrowser();
    world.pages = await pagesOf(world.origin);
  });

  after(async () => {
    await world.browser?.close();
    await world.portal?.stop();
  });

  accessibility(world);
  journey(world);
  layout(world);
  budget(world);
  outline(world);
});
