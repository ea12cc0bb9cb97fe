// What a screen reader is told about the main pages, kept in e2e/snapshots. `UPDATE_SNAPSHOTS=1` writes what is found.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { open, visit } from './visit.mjs';

const FOLDER = fileURLToPath(new URL('../snapshots/', import.meta.url));
const KINDS = ['start', 'search', 'nothing', 'offer', 'report', 'bookmarks', 'about', 'accessibility', 'missing'];

/** Dates move with today and offers with the dates: numbers become `#`, ids `ID`, days `DATUM`. */
function normalised(outline) {
  const month = '(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|(?:Jan|Feb|Apr|Aug|Sep|Okt|Nov|Dez)\\.|Juni|Juli)';
  return outline
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(new RegExp(`(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)\\., )?\\d{1,2}\\. ${month}(?: \\d{4})?`, 'g'), 'DATUM')
    .replace(/\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\./g, 'TAG')
    .replace(/(?<!level=)(?<![A-C])\d+(?:[.,:-]\d+)*/g, '#')
    .replace(/# (Angebot|Termin|Ort)\b/g, '# $1e')
    .replace(/[ \t]+$/gm, '');
}

const indentOf = (line) => line.search(/\S/);

/** Of cards only their being there is told (a test with a fixed day looks inside), of lists the first item of each kind. */
function withoutRepetition(outline) {
  const kept = [];
  /** Roles that were met, by indent. */
  const seen = new Map();
  let skipped = Infinity;
  for (const line of outline.split('\n')) {
    const indent = indentOf(line);
    if (indent > skipped) continue;
    skipped = Infinity;
    for (const depth of [...seen.keys()]) if (depth > indent) seen.delete(depth);
    const role = line.trim().match(/^- (listitem|article|option|row|term|definition)\b/)?.[1];
    if (role) {
      const roles = seen.get(indent) ?? new Set();
      const again = roles.has(role) && !['term', 'definition'].includes(role);
      seen.set(indent, roles.add(role));
      if (again || role === 'article') skipped = indent;
      if (again) continue;
    }
    kept.push(skipped === indent ? `${line.replace(/:$/, '')} …` : line);
  }
  return kept.join('\n');
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
