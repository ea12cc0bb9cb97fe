// What a screen reader is told about the main pages, kept in e2e/snapshots. `UPDATE_SNAPSHOTS=1` writes what is found.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { open, visit } from './visit.mjs';

const FOLDER = fileURLToPath(new URL('../snapshots/', import.meta.url));
const KINDS = ['start', 'search', 'nothing', 'offer', 'report', 'bookmarks', 'about', 'accessibility', 'missing'];

/** Dates move with today and offers with the dates: numbers become `#`, what the region holds becomes `…`. */
function normalised(outline) {
  const month = '(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan\\.|Feb\\.|Apr\\.|Aug\\.|Sep\\.|Okt\\.|Nov\\.|Dez\\.)';
  return outline
    .replace(new RegExp(`(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)\\., )?\\d{1,2}\\. ${month}(?: \\d{4})?`, 'g'), 'DATUM')
    .replace(/\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\./g, 'TAG')
    .replace(/\d+(?:[.,:]\d+)*/g, '#')
    .replace(/[ \t]+$/gm, '');
}

/** Items of lists differ from day to day; what kind of item a list has does not. */
function withoutRepetition(outline) {
  const lines = outline.split('\n');
  const kept = [];
  const seen = new Map();
  for (const line of lines) {
    const indent = line.search(/\S/);
    for (const depth of [...seen.keys()]) if (depth > indent) seen.delete(depth);
    const role = line.trim().match(/^- (listitem|article|option|row)\b/)?.[1];
    if (role) {
      const before = seen.get(indent) ?? new Set();
      if (before.has(role)) {
        seen.set('skip', indent);
        kept.push(null);
        continue;
      }
      before.add(role);
      seen.set(indent, before);
      seen.delete('skip');
    }
    const skip = seen.get('skip');
    if (skip !== undefined) {
      if (indent > skip) continue;
      seen.delete('skip');
    }
    kept.push(line);
  }
  return kept.filter((line) => line !== null).join('\n');
}

export function outline(world) {
  describe('what a screen reader is told', () => {
    for (const kind of KINDS) {
      test(kind, async () => {
        const found = await visit(world, { viewport: { width: 1280, height: 900 } }, async (page) => {
          await open(page, world.origin + world.pages[kind]);
          return withoutRepetition(normalised(await page.locator('body').ariaSnapshot()));
        });
        const file = `${FOLDER}${kind}.yml`;
        if (process.env.UPDATE_SNAPSHOTS === '1') {
          await mkdir(FOLDER, { recursive: true });
          await writeFile(file, `${found}\n`);
          return;
        }
        assert.equal(`${found}\n`, await readFile(file, 'utf8'));
      });
    }
  });
}
