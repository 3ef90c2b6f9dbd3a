// The runner must report what is wrong: a case that cannot fail proves nothing.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { at, json, judge, parse, run, same, Spelled } from './run.mjs';

const CASE = `# A title
spec: https://hl7.org/fhir/R4/http.html#read
PUT /Patient/{{id}}
If-Match: W/"1"

{"resourceType":"Patient",
 "id":"{{id}}"}

expect 200
let version = header ETag ~ "(\\d+)"
GET /Patient/{{id}}/_history/{{version}}
expect sent
`;

const answer = (status, text, headers = {}) => ({ status, text, headers: new Headers(headers) });

test('a case is a title, a citation and steps', () => {
  const found = parse(CASE);
  assert.equal(found.title, 'A title');
  assert.equal(found.steps.length, 2);
  assert.equal(found.steps[0].headers['If-Match'], 'W/"1"');
  assert.equal(found.steps[0].body, '{"resourceType":"Patient",\n "id":"{{id}}"}');
  assert.throws(() => parse('# only a title'));
  assert.throws(() => parse('# t\nspec: x\nGET /a\n'), /expects nothing/);
});

test('numbers keep their spelling', () => {
  assert.ok(same(json('{"a":1.00,"b":[1E2]}'), { b: [new Spelled('1E2')], a: new Spelled('1.00') }));
  assert.ok(!same(json('1.0'), json('1.00')));
  assert.ok(!same(json('1'), json('"1"')));
  assert.throws(() => json('{"a":1} x'));
});

test('paths lead to values', () => {
  const tree = json('{"entry":[{"response":{"etag":"W/\\"1\\""}}]}');
  assert.equal(at(tree, 'entry[0].response.etag'), 'W/"1"');
  assert.equal(at(tree, 'entry[1].response'), undefined);
});

test('each expectation can fail', () => {
  const body = '{"resourceType":"Patient","id":"x","active":true,"name":[{"family":"B"}]}';
  const given = answer(200, body, { ETag: 'W/"1"' });
  const holds = ['200', '200 or 201', 'header ETag = W/"1"', 'header ETag ~ 1', 'header Age absent', 'body ~ Patient',
    'body !~ Observation', 'json active = true', 'json name[0].family ~ ^B$', 'json name count 1', 'json gender absent',
    'json active present', 'sent'];
  const fails = ['201', 'header ETag = W/"2"', 'header ETag ~ 2', 'header ETag absent', 'header Age = 1', 'body ~ Observation',
    'body !~ Patient', 'json active = false', 'json active = "true"', 'json name[0].family ~ ^C$', 'json name count 2', 'json active absent',
    'json gender present', 'json gender = null', 'empty', 'nonsense'];
  for (const words of holds) assert.equal(judge(`expect ${words}`, given, body), '', words);
  for (const words of fails) assert.notEqual(judge(`expect ${words}`, given, body), '', words);
  assert.notEqual(judge('expect sent', given, body.replace('true', 'false')), '');
});

test('a run tells the first thing that is wrong', async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { ETag: 'W/"1"' });
    response.end(request.method === 'PUT' ? '' : '{"resourceType":"Patient","active":true}');
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', listening));
  const base = `http://127.0.0.1:${server.address().port}`;
  const read = (line) => parse(`# t\nspec: s\nGET /Patient/1\nexpect 200\n${line}\n`);
  assert.equal(await run(read('expect json active = true'), base), '');
  assert.match(await run(read('expect json active = false'), base), /GET \/Patient\/1: active is true/);
  server.closeAllConnections();
  server.close();
});
