-- Records by the request's id, where it is a UUID: by a few bits of its hash, so that many share one entry of the
-- index and it takes some bytes a record only; the ids themselves are compared in the table.
create index access_by_request on audit.access ((uuid_hash(request) & 4095))
  where request <> '00000000-0000-0000-0000-000000000000';
