-- The access log: one dense, chained sequence of who looked, who changed, who tried.
create schema audit;

-- Who asked, from where: said once, referred to by each record.
create table audit.callers (
  id           integer generated always as identity primary key,
  digest       bytea not null unique,     -- sha-256 of what follows
  user_id      text collate "C" not null, -- '' where it was not told, as all that follows
  client_id    text collate "C" not null,
  on_behalf_of text collate "C" not null,
  purpose      text collate "C" not null, -- a v3 PurposeOfUse code
  address      text collate "C" not null
);
create index callers_by_user on audit.callers (user_id);
create index callers_by_client on audit.callers (client_id);
create index callers_by_address on audit.callers (address);

-- Columns are in the order that needs the least padding; zero and the empty text say that there is none, as nulls
-- would take more room.
create table audit.access (
  position     bigint not null,
  recorded_at  timestamptz not null,
  seen         bigint not null,           -- the log's position of the version shown or made
  patient      bigint not null,           -- the patient's stream
  request      uuid not null,
  caller       integer not null,
  main         smallint not null,         -- how far before this one the record is that this one adds a patient to
  kind         smallint not null,
  status       smallint not null,         -- HTTP
  hash         bytea not null,            -- sha-256 of previous hash, position, instant, leaf
  request_name text collate "C" not null, -- a request's id that is no UUID
  about        text collate "C" not null, -- what was asked for, where no version was shown
  query        text collate "C" not null, -- as sent
  primary key (position)
) partition by range (position);

-- The coarse positions are for records of the same patient or caller to share one entry.
create index access_by_patient on audit.access (patient, (position >> 16)) where patient <> 0;
create index access_by_caller on audit.access (caller, (position >> 12));
-- A version's reads are found by its patient, where it has one.
create index access_by_version on audit.access (seen) where seen <> 0 and patient = 0;
create index access_by_commit on audit.access (seen) where seen <> 0 and kind > 9;
create index access_by_about on audit.access (about, position) where about <> '';
create index access_but_reads on audit.access (kind, position) where kind > 9;
create index access_refused on audit.access (position) where status >= 400;
create index access_by_request_name on audit.access (request_name) where request_name <> '';

create function audit.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the access log is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger access_stays before update or delete on audit.access
  for each row execute function audit.refuse();
create trigger access_is_kept before truncate on audit.access
  for each statement execute function audit.refuse();
create trigger callers_stay before update or delete on audit.callers
  for each row execute function audit.refuse();
create trigger callers_are_kept before truncate on audit.callers
  for each statement execute function audit.refuse();
revoke update, delete, truncate on audit.access, audit.callers from public;

-- Makes sure that positions up to this one and well beyond have a partition to live in.
create function audit.cover(past bigint) returns void language plpgsql as $$
declare
  span constant bigint := 10000000;
  first bigint := past / span * span;
  name text := 'access_' || first;
begin
  if to_regclass('audit.' || name) is not null then
    return;
  end if;
  execute format('create table audit.%I partition of audit.access for values from (%s) to (%s)', name, first, first + span);
  execute format('create trigger access_is_kept before truncate on audit.%I for each statement execute function audit.refuse()', name);
end $$;
select audit.cover(1);

-- Appends under the access log's lock, if the log stands where the caller thinks; else answers where it stands.
create function audit.append(
  expected bigint, micros bigint[], hashes bytea[], kinds integer[], statuses integer[], callers integer[],
  seens bigint[], patients bigint[], mains integer[], requests uuid[], names text[], abouts text[], queries text[]
) returns table (at bigint, at_micros bigint, at_hash bytea) language plpgsql as $$
declare
  tip record;
begin
  perform pg_advisory_xact_lock(7017567998364673129);
  select a.position, a.recorded_at, a.hash into tip
  from audit.access a
  order by a.position desc
  limit 1;
  if coalesce(tip.position, 0) <> expected then
    return query
      select coalesce(tip.position, 0),
        coalesce((extract(epoch from tip.recorded_at) * 1000000)::bigint, 0),
        coalesce(tip.hash, decode(repeat('00', 32), 'hex'));
    return;
  end if;
  perform audit.cover(expected + 100000);
  insert into audit.access
    (position, recorded_at, hash, kind, status, caller, seen, patient, main, request, request_name, about, query)
  select expected + r.n, timestamptz 'epoch' + r.micro * interval '1 microsecond', r.hash, r.kind, r.status, r.caller,
    r.seen, r.patient, r.main, r.request, r.name, r.about, r.query
  from unnest(micros, hashes, kinds, statuses, callers, seens, patients, mains, requests, names, abouts, queries)
    with ordinality
    as r (micro, hash, kind, status, caller, seen, patient, main, request, name, about, query, n);
end $$;

-- Records that are durable and wait for their place in the chain: blocks of what was flushed together, for some
-- milliseconds. A flush is one short row here; whoever puts the rows in their place holds the access log's lock.
create table audit.incoming (
  id    bigint generated always as identity primary key,
  block bytea not null
) with (toast_tuple_target = 8160, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0);
alter table audit.incoming alter column block set storage external;
create trigger incoming_stays before update on audit.incoming
  for each row execute function audit.refuse();
create trigger incoming_is_kept before truncate on audit.incoming
  for each statement execute function audit.refuse();

-- Servers' journals: what waits is in files of the server, numbered. How far each has its place is written with the
-- places, so that none is given twice.
create table audit.journals (
  journal uuid primary key default gen_random_uuid(),
  placed  bigint not null default 0
) with (fillfactor = 50);

-- The first position recorded at this instant or later: instants rise with positions, so it is found by halving.
create function audit.first_since(instant timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint := 1;
  high bigint := coalesce((select a.position from audit.access a order by a.position desc limit 1), 0) + 1;
  middle bigint;
begin
  while low < high loop
    middle := (low + high) / 2;
    if (select a.recorded_at from audit.access a where a.position = middle) < instant then
      low := middle + 1;
    else
      high := middle;
    end if;
  end loop;
  return low;
end $$;
