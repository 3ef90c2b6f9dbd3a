#!/usr/bin/env node
// Follows a FHIR server's history for ever and deals with each version once:
//   node poller.mjs http://127.0.0.1:8080/fhir FOLDER
// FOLDER keeps what must survive a restart. Guarantees it builds on: conformance/history.md
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [base, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const place = join(folder, 'place.json');
let kept = existsSync(place) ? JSON.parse(readFileSync(place, 'utf8')) : { since: '1970-01-01T00:00:00Z', names: [] };

/** What you do with a version; here: write its name down. */
function deal(name, entry) {
  const what = entry.resource ? entry.resource.resourceType : 'deleted';
  appendFileSync(join(folder, 'versions.txt'), `${name} ${what}\n`);
  console.log(name);
}

function handle(entry) {
  const { location, lastModified } = entry.response;
  const name = location.replace(`${base}/`, '');
  if (kept.since === lastModified && kept.names.includes(name)) return; // _since includes its instant
  deal(name, entry);
  const names = kept.since === lastModified ? [...kept.names, name] : [name];
  kept = { since: lastModified, names };
}

/** Kept as a whole or not at all: a power cut leaves the old file or the new one. */
function keep() {
  writeFileSync(`${place}.new`, JSON.stringify(kept), { flush: true });
  renameSync(`${place}.new`, place);
}

async function poll() {
  let url = `${base}/_history?_sort=_lastUpdated&_count=200&_since=${encodeURIComponent(kept.since)}`;
  while (url) {
    const answer = await fetch(url, { headers: { Accept: 'application/fhir+json' }, signal: AbortSignal.timeout(60_000) });
    if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
    const page = await answer.json();
    for (const entry of page.entry ?? []) handle(entry);
    keep();
    url = page.link.find(link => link.relation === 'next')?.url;
  }
}

for (;;) {
  try {
    await poll();
  } catch (e) {
    console.error(`${e.message}: asked again in a second`);
  }
  await pause(1000);
}
