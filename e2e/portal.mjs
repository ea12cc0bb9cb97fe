// The built binary with a demo region, and a browser to look at it. Everything that is started here is stopped here.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { chromium } from 'playwright-core';

/** Generating and importing the region takes seconds, on a busy machine more. */
const START_TIMEOUT = 120_000;

/** Starts `bildungsraum demo` on a free port and waits until it answers. */
export async function startPortal({ offers = 300, seed = 7 } = {}) {
  const binary = process.env.BILDUNGSRAUM_BIN;
  if (!binary) throw new Error('BILDUNGSRAUM_BIN must name the built binary');
  const data = await mkdtemp(join(tmpdir(), 'bildungsraum-e2e-'));
  const child = spawn(
    binary,
    ['--data', data, 'demo', '--offers', String(offers), '--seed', String(seed), '--listen', '127.0.0.1:0'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DATABASE_URL: '' } },
  );
  let errors = '';
  child.stderr.on('data', (chunk) => { errors += chunk; });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(data, { recursive: true, force: true });
  };
  try {
    const origin = await Promise.race([
      addressOf(child),
      exited.then((code) => { throw new Error(`the binary ended with ${code}:\n${errors}`); }),
      pause(START_TIMEOUT, undefined, { ref: false }).then(() => { throw new Error(`no address in time:\n${errors}`); }),
    ]);
    await untilHealthy(origin);
    return { origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = line.match(/^\s*(http:\/\/127\.0\.0\.1:\d+)\s*$/);
    if (found) {
      // Nobody reads the rest; a full pipe would stop the binary.
      child.stdout.resume();
      return found[1];
    }
  }
  throw new Error('the binary said no address');
}

async function untilHealthy(origin) {
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    const answer = await fetch(`${origin}/gesundheit`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`${origin}/gesundheit does not say that all is well`);
    await pause(100);
  }
}

/** The distribution's Chromium, with nothing that talks to anybody but the portal. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.BILDUNGSRAUM_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-quic',
    ],
  });
}

/** Every kind of page of the portal, with an address that has something to show. */
export async function pagesOf(origin) {
  const json = async (path) => (await fetch(origin + path)).json();
  const path = (url) => new URL(url).pathname;
  // By title: the same offer on every day, whatever its date.
  const items = [];
  for (let next = '/api/v1/offers?limit=100'; next;) {
    const page = await json(next);
    items.push(...page.items);
    next = page.links.next && new URL(page.links.next).pathname + new URL(page.links.next).search;
  }
  items.sort((a, b) => (a.title < b.title ? -1 : 1));
  const offer = items.find((item) => item.topics.length && item.sessions.some((session) => session.place?.id)) ?? items[0];
  const place = offer.sessions.map((session) => session.place).find((found) => found?.id);
  return {
    start: '/',
    results: '/angebote',
    search: '/angebote?q=kurs&sortierung=datum',
    filtered: '/angebote?wo=Trier&umkreis=20&wochentag=mi&wochentag=do',
    page: '/angebote?seite=2',
    map: '/angebote?ansicht=karte',
    nothing: '/angebote?q=xyzzyqwert&thema=deutsch',
    offer: path(offer.url),
    report: `/fehler-melden/${offer.id}`,
    providers: '/anbieter',
    provider: path(offer.provider.url),
    places: '/orte',
    ...(place ? { place: path(place.url) } : {}),
    figures: '/zahlen',
    figure: '/zahlen/C.04',
    trace: '/zahlen/C.04/woher',
    waiting: '/zahlen/A.06',
    areas: '/gebiete',
    area: '/gebiete/07211',
    commuters: '/pendeln',
    bookmarks: '/merkliste',
    about: '/ueber',
    imprint: '/impressum',
    privacy: '/datenschutz',
    accessibility: '/barrierefreiheit',
    message: '/rueckmeldung',
    embedding: '/einbetten/anleitung?q=kurs',
    components: '/muster',
    missing: '/gibt-es-nicht',
  };
}
