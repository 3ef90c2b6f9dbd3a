#!/usr/bin/env node
// Runs the cases of a folder against a FHIR base URL:
//   node conformance/run.mjs http://127.0.0.1:8080/fhir [--only create] [--table conformance/RESULTS.md]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const METHOD = /^(GET|HEAD|PUT|POST|DELETE|PATCH|OPTIONS) (\S+)$/;

/** A case: its title, the section of the specification it cites, its steps. */
export function parse(text) {
  const lines = text.split('\n');
  const found = { title: '', spec: '', steps: [] };
  let step = null;
  let place = 'head';
  for (const line of lines) {
    const request = METHOD.exec(line);
    if (line.startsWith('# ')) found.title ||= line.slice(2);
    else if (line.startsWith('spec: ')) found.spec = line.slice(6);
    else if (request) {
      step = { method: request[1], path: request[2], headers: {}, body: '', expectations: [] };
      found.steps.push(step);
      place = 'headers';
    } else if (/^(expect|let) /.test(line)) {
      step.expectations.push(line);
      place = 'expectations';
    } else if (line.trim() === '') {
      if (place === 'headers') place = 'body';
    } else if (place === 'headers') {
      const colon = line.indexOf(':');
      step.headers[line.slice(0, colon)] = line.slice(colon + 1).trim();
    } else if (place === 'body') {
      step.body += (step.body ? '\n' : '') + line;
    } else throw new Error(`this line is none of a case: ${line}`);
  }
  if (!found.title || !found.spec || !found.steps.length) throw new Error('a case needs a title, a spec and a step');
  if (found.steps.some(s => !s.expectations.some(e => e.startsWith('expect ')))) throw new Error('a step expects nothing');
  return found;
}

/** A number as it is spelled. */
export class Spelled {
  constructor(text) { this.text = text; }
}

/** JSON whose numbers keep their spelling. */
export function json(text) {
  let at = 0;
  const space = () => { while (/\s/.test(text[at] ?? '')) at++; };
  const fail = () => { throw new Error(`not JSON at ${at}`); };
  const token = (pattern) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) fail();
    at = pattern.lastIndex;
    return match[0];
  };
  const value = () => {
    space();
    switch (text[at]) {
      case '{': {
        const members = {};
        at++; space();
        if (text[at] === '}') { at++; return members; }
        for (;;) {
          space();
          const name = string();
          space();
          if (text[at++] !== ':') fail();
          members[name] = value();
          space();
          const next = text[at++];
          if (next === '}') return members;
          if (next !== ',') fail();
        }
      }
      case '[': {
        const items = [];
        at++; space();
        if (text[at] === ']') { at++; return items; }
        for (;;) {
          items.push(value());
          space();
          const next = text[at++];
          if (next === ']') return items;
          if (next !== ',') fail();
        }
      }
      case '"': return string();
      case 't': token(/true/y); return true;
      case 'f': token(/false/y); return false;
      case 'n': token(/null/y); return null;
      default: return new Spelled(token(/-?\d+(\.\d+)?([eE][+-]?\d+)?/y));
    }
  };
  const string = () => JSON.parse(token(/"(?:[^"\\]|\\.)*"/y));
  const whole = value();
  space();
  if (at !== text.length) fail();
  return whole;
}

const shown = (value) => JSON.stringify(value, (k, v) => (v instanceof Spelled ? `#${v.text}` : v));

/** The same, whatever the order of members. */
export function same(a, b) {
  if (a instanceof Spelled || b instanceof Spelled) return a instanceof Spelled && b instanceof Spelled && a.text === b.text;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (a && b && typeof a === 'object' && typeof b === 'object' && !Array.isArray(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every(n => n in b && same(a[n], b[n]));
  }
  return a === b;
}

/** The value at a path such as entry[0].response.etag, or undefined. */
export function at(tree, path) {
  let value = tree;
  for (const step of path.match(/[^.[\]]+/g) ?? []) {
    if (value === undefined || value === null) return undefined;
    value = value[step];
  }
  return value;
}

function bare(resource) {
  const { id, meta, ...rest } = resource;
  const { versionId, lastUpdated, ...kept } = meta ?? {};
  return Object.keys(kept).length ? { ...rest, meta: kept } : rest;
}

/** Empty when the answer is as expected, else what is wrong. */
export function judge(expectation, answer, sent) {
  const words = expectation.slice('expect '.length);
  let match;
  if ((match = /^(\d{3}(?: or \d{3})*)$/.exec(words))) {
    return match[1].split(' or ').includes(String(answer.status)) ? '' : `status is ${answer.status}, not ${match[1]}`;
  }
  if ((match = /^header (\S+) absent$/.exec(words))) {
    return answer.headers.get(match[1]) === null ? '' : `header ${match[1]} is there`;
  }
  if ((match = /^header (\S+) (=|~) (.*)$/.exec(words))) {
    const value = answer.headers.get(match[1]);
    const good = value !== null && (match[2] === '=' ? value === match[3] : new RegExp(match[3]).test(value));
    return good ? '' : `header ${match[1]} is ${value}`;
  }
  if ((match = /^body (~|!~) (.*)$/.exec(words))) {
    return new RegExp(match[2]).test(answer.text) === (match[1] === '~') ? '' : 'the body is not so';
  }
  if (words === 'empty') return answer.text === '' ? '' : 'there is a body';
  let tree;
  try {
    tree = json(answer.text);
  } catch (e) {
    return `the body is ${e.message}`;
  }
  if (words === 'sent') {
    return same(bare(tree), bare(json(sent))) ? '' : 'the body is not what was sent';
  }
  if ((match = /^json (\S+) count (\d+)$/.exec(words))) {
    const items = at(tree, match[1]) ?? [];
    return items.length === Number(match[2]) ? '' : `${match[1]} has ${items.length} items`;
  }
  if ((match = /^json (\S+) (absent|present)$/.exec(words))) {
    const there = at(tree, match[1]) !== undefined;
    return there === (match[2] === 'present') ? '' : `${match[1]} is ${there ? 'there' : 'missing'}`;
  }
  if ((match = /^json (\S+) (=|~) (.*)$/.exec(words))) {
    const value = at(tree, match[1]);
    const good = match[2] === '='
      ? value !== undefined && same(value, json(match[3]))
      : new RegExp(match[3]).test(value instanceof Spelled ? value.text : String(value));
    return good ? '' : `${match[1]} is ${shown(value)}`;
  }
  return `this expectation is none: ${expectation}`;
}

function remember(line, answer, variables) {
  const match = /^let (\S+) = (json|header) (\S+)(?: ~ (.*))?$/.exec(line);
  if (!match) throw new Error(`this let is none: ${line}`);
  const value = match[2] === 'json' ? at(json(answer.text), match[3]) : answer.headers.get(match[3]);
  const text = value instanceof Spelled ? value.text : String(value);
  variables[match[1]] = match[4] ? (new RegExp(match[4]).exec(text) ?? [])[1] ?? '' : text;
}

/** Runs a case; empty when it holds, else the first thing that is wrong. */
export async function run(found, base) {
  const variables = { id: randomUUID(), id2: randomUUID(), id3: randomUUID(), base };
  const filled = (text) => text.replace(/\{\{(\w+)\}\}/g, (all, name) => variables[name] ?? all);
  let sent = '';
  for (const step of found.steps) {
    const body = filled(step.body);
    sent = body || sent;
    const path = filled(step.path);
    const headers = { Accept: 'application/fhir+json' };
    if (body) headers['Content-Type'] = 'application/fhir+json';
    for (const [name, value] of Object.entries(step.headers)) headers[name] = filled(value);
    const url = path.startsWith('http') ? path : base + path;
    const response = await fetch(url, { method: step.method, headers, body: body || undefined, redirect: 'manual' });
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    for (const line of step.expectations) {
      if (line.startsWith('let ')) {
        remember(line, answer, variables);
        continue;
      }
      const wrong = judge(filled(line), answer, sent);
      if (wrong) return `${step.method} ${step.path}: ${wrong}`;
    }
  }
  return '';
}

function* cases(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* cases(path);
    else if (entry.name.endsWith('.case')) yield path;
  }
}

async function main(args) {
  const base = args.find(a => a.startsWith('http'));
  const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : '');
  if (!base) {
    console.error('usage: node conformance/run.mjs BASE_URL [--only WORD] [--table FILE]');
    return 2;
  }
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'cases');
  const rows = [];
  let failed = 0;
  for (const file of cases(folder)) {
    const name = relative(folder, file).replace(/\.case$/, '');
    if (!name.includes(option('--only'))) continue;
    const found = parse(readFileSync(file, 'utf8'));
    let wrong;
    try {
      wrong = await run(found, base.replace(/\/$/, ''));
    } catch (e) {
      wrong = e.message;
    }
    if (wrong) failed++;
    console.log(`${wrong ? 'FAIL' : 'ok  '} ${name}${wrong ? ` – ${wrong}` : ''}`);
    rows.push(`| ${name} | ${found.title} | [spec](${found.spec}) | ${wrong ? `fails: ${wrong.replaceAll('|', '\\|')}` : 'holds'} |`);
  }
  console.log(`${rows.length - failed} passed, ${failed} failed`);
  if (option('--table')) {
    writeFileSync(option('--table'), `# Results\n\n${rows.length - failed} of ${rows.length} cases hold.\n\n| case | says | cites | result |\n|---|---|---|---|\n${rows.join('\n')}\n`);
  }
  return failed ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
