// A walk with fhir-kit-client: npm install, then node fhir-kit-client.mjs BASE_URL
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client } from 'fhir-kit-client';

const client = new Client({ baseUrl: process.argv[2] });
const id = randomUUID();
const mrn = randomUUID();
const resourceType = 'Patient';
const steps = [];
const step = async (name, what) => {
  const result = await what();
  steps.push(name);
  return result;
};
const refused = async (status, what) => {
  await assert.rejects(what, (e) => {
    assert.equal(e.response.status, status);
    assert.equal(e.response.data.resourceType, 'OperationOutcome');
    return true;
  });
};

await step('metadata', async () => {
  const statement = await client.capabilityStatement();
  assert.equal(statement.fhirVersion, '4.0.1');
});
const made = await step('create', () => client.create({
  resourceType,
  body: { resourceType, identifier: [{ system: 'urn:mrn', value: mrn }], name: [{ family: 'Berg' }] },
}));
assert.equal(made.meta.versionId, '1');
await step('read', async () => {
  assert.deepEqual(await client.read({ resourceType, id: made.id }), made);
});
const second = await step('update with If-Match', () => client.update({
  resourceType, id: made.id, body: { ...made, active: true }, options: { headers: { 'If-Match': 'W/"1"' } },
}));
assert.equal(second.meta.versionId, '2');
await step('update with a stale If-Match', () => refused(412, () => client.update({
  resourceType, id: made.id, body: { ...made, active: false }, options: { headers: { 'If-Match': 'W/"1"' } },
})));
await step('update to an id of ours', async () => {
  const other = await client.update({ resourceType, id, body: { resourceType, id } });
  assert.equal(other.id, id);
});
await step('vread', async () => {
  assert.deepEqual(await client.vread({ resourceType, id: made.id, version: '1' }), made);
});
await step('patch', async () => {
  const patched = await client.patch({
    resourceType, id: made.id,
    jsonPatch: [{ op: 'test', path: '/active', value: true }, { op: 'replace', path: '/name/0/family', value: 'Holm' }],
  });
  assert.equal(patched.name[0].family, 'Holm');
});
await step('search', async () => {
  const found = await client.search({ resourceType, searchParams: { identifier: `urn:mrn|${mrn}` } });
  assert.deepEqual(found.entry.map(e => e.resource.id), [made.id]);
});
await step('search by POST', async () => {
  const found = await client.search({ resourceType, searchParams: { identifier: `urn:mrn|${mrn}` }, options: { postSearch: true } });
  assert.deepEqual(found.entry.map(e => e.resource.id), [made.id]);
});
await step('conditional update', async () => {
  const updated = await client.update({
    resourceType, searchParams: { identifier: `urn:mrn|${mrn}` },
    body: { resourceType, identifier: [{ system: 'urn:mrn', value: mrn }], name: [{ family: 'Dahl' }] },
  });
  assert.equal(updated.id, made.id);
  assert.equal(updated.meta.versionId, '4');
});
await step('transaction', async () => {
  const answer = await client.transaction({ body: {
    resourceType: 'Bundle', type: 'transaction',
    entry: [1, 2, 3].map(n => ({
      resource: { resourceType: 'Observation', status: 'final', code: { text: `n${n}` }, subject: { reference: `Patient/${made.id}` } },
      request: { method: 'POST', url: 'Observation' },
    })),
  } });
  assert.deepEqual(answer.entry.map(e => e.response.status.slice(0, 3)), ['201', '201', '201']);
});
await step('batch', async () => {
  const answer = await client.batch({ body: {
    resourceType: 'Bundle', type: 'batch',
    entry: [{ request: { method: 'GET', url: `Patient/${made.id}` } }, { request: { method: 'GET', url: 'Patient/never-there' } }],
  } });
  assert.deepEqual(answer.entry.map(e => e.response.status.slice(0, 3)), ['200', '404']);
});
await step('pages of a search', async () => {
  let page = await client.search({ resourceType: 'Observation', searchParams: { subject: `Patient/${made.id}`, _count: 2 } });
  const found = page.entry.map(e => e.resource.code.text);
  page = await client.nextPage({ bundle: page });
  found.push(...page.entry.map(e => e.resource.code.text));
  assert.deepEqual(found.sort(), ['n1', 'n2', 'n3']);
});
await step('history of an instance', async () => {
  const history = await client.history({ resourceType, id: made.id });
  assert.deepEqual(history.entry.map(e => e.resource.meta.versionId), ['4', '3', '2', '1']);
});
await step('history of a type and of the system', async () => {
  for (const bundle of [await client.typeHistory({ resourceType }), await client.systemHistory()]) {
    assert.equal(bundle.type, 'history');
    const next = client.nextPage({ bundle });
    if (next) assert.equal((await next).type, 'history');
  }
});
await step('delete', () => client.delete({ resourceType, id: made.id }));
await step('read of what is deleted', () => refused(410, () => client.read({ resourceType, id: made.id })));
await step('read of what never was', () => refused(404, () => client.read({ resourceType, id: randomUUID() })));
console.log(`${steps.length} steps, none failed.`);
