// A fresh visitor, who notes everything that leaves the portal and everything that goes wrong on the page.

/** Opens a context without history, runs `look` and closes it; fails when a request left the host or the page reported an error. */
export async function visit(world, options, look) {
  const context = await world.browser.newContext({ locale: 'de-DE', ...options });
  const foreign = [];
  const errors = [];
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (['data:', 'blob:'].includes(url.protocol) || url.origin === world.origin) return route.continue();
    foreign.push(url.href);
    return route.abort();
  });
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('console', (message) => {
    // A missing page is reported as a failed resource by the browser itself.
    if (message.type() === 'error' && !message.text().includes('404')) errors.push(message.text());
  });
  try {
    const page = await context.newPage();
    const result = await look(page, context);
    if (foreign.length) throw new Error(`requests to others: ${foreign.join(', ')}`);
    if (errors.length) throw new Error(`errors on the page: ${errors.join('\n')}`);
    return result;
  } finally {
    await context.close();
  }
}

/** Until nothing is loading any more and fonts are there. */
export async function open(page, url) {
  const response = await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return response;
}
