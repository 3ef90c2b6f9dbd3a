// A walk with fhirclient (SMART on FHIR): npm install, then node fhirclient.mjs BASE_URL
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const FHIR = createRequire(import.meta.url)('fhirclient');
const client = FHIR({ headers: {} }, {}).client({ serverUrl: process.argv[2] });
const mrn = randomUUID();
let steps = 0;
const step = async (name, what) => {
  try {
    const result = await what();
    steps++;
    return result;
  } catch (e) {
    throw new Error(`${name}: ${e.message}`, { cause: e });
  }
};
const refused = (status, what) => assert.rejects(what, (e) => e.status === status || e.statusCode === status);

await step('metadata', async () => assert.equal(await client.getFhirVersion(), '4.0.1'));
await step('release', async () => assert.equal(await client.getFhirRelease(), 4));
const made = await step('create', () => client.create({
  resourceType: 'Patient', identifier: [{ system: 'urn:mrn', value: mrn }], name: [{ family: 'Berg' }],
}));
assert.equal(made.meta.versionId, '1');
await step('read', async () => assert.deepEqual(await client.request(`Patient/${made.id}`), made));
const second = await step('update', () => client.update({ ...made, active: true }, { headers: { 'If-Match': 'W/"1"' } }));
assert.equal(second.meta.versionId, '2');
await step('stale', () => refused(412, () => client.update({ ...made, active: false }, { headers: { 'If-Match': 'W/"1"' } })));
await step('vread', async () => assert.deepEqual(await client.request(`Patient/${made.id}/_history/1`), made));
await step('patch', async () => {
  const patched = await client.patch(`Patient/${made.id}`, [{ op: 'replace', path: '/name/0/family', value: 'Holm' }]);
  assert.equal(patched.name[0].family, 'Holm');
});
await step('transaction', async () => {
  const answer = await client.request({
    url: '', method: 'POST', headers: { 'Content-Type': 'application/fhir+json' },
    body: JSON.stringify({
      resourceType: 'Bundle', type: 'transaction',
      entry: [1, 2, 3, 4, 5].map(n => ({
        resource: { resourceType: 'Observation', status: 'final', code: { text: `n${n}` }, subject: { reference: `Patient/${made.id}` } },
        request: { method: 'POST', url: 'Observation' },
      })),
    }),
  });
  assert.equal(answer.entry.length, 5);
});
await step('search', async () => {
  const found = await client.request(`Patient?identifier=urn:mrn|${mrn}`, { flat: true });
  assert.deepEqual(found.map(r => r.id), [made.id]);
});
await step('all pages of a search, with what they point at', async () => {
  const found = await client.request(`Observation?subject=Patient/${made.id}&_count=2`, { pageLimit: 0, flat: true, resolveReferences: 'subject' });
  assert.deepEqual(found.map(r => r.code.text).sort(), ['n1', 'n2', 'n3', 'n4', 'n5']);
  assert.equal(found[0].subject.name[0].family, 'Holm');
});
await step('pages of history', async () => {
  const versions = [];
  for await (const page of client.pages(`Patient/${made.id}/_history?_count=1`)) {
    versions.push(...page.entry.map(e => e.resource.meta.versionId));
  }
  assert.deepEqual(versions, ['3', '2', '1']);
});
await step('delete', () => client.delete(`Patient/${made.id}`));
await step('410', () => refused(410, () => client.request(`Patient/${made.id}`)));
console.log(`${steps} steps, none failed.`);
