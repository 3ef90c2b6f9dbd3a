-- The log: one dense, chained sequence of commits. A commit is one FHIR version.
create schema log;

create table log.commits (
  position      bigint not null,
  recorded_at   timestamptz not null,
  stream        bigint not null,          -- the position of the stream's first commit
  version       integer not null,
  resource_type text collate "C" not null,
  resource_id   text collate "C" not null,
  method        text collate "C" not null,
  facts         text collate "C" not null, -- alias:schema, in order, by commas
  payload       bytea not null,            -- the facts, compressed and sealed
  hash          bytea not null,            -- sha-256 of previous hash, position, instant, leaf
  primary key (position)
) partition by range (position);

create index commits_by_stream on log.commits (stream, version);

create function log.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger commits_stay before update or delete on log.commits
  for each row execute function log.refuse();

create trigger commits_are_kept before truncate on log.commits
  for each statement execute function log.refuse();

revoke update, delete, truncate on log.commits from public;

-- A partition of its own for every span of positions; truncate must be refused on each.
create function log.add_partition(first bigint, past bigint) returns void language plpgsql as $$
declare
  name text := 'commits_' || first;
begin
  if to_regclass('log.' || name) is not null then
    return;
  end if;
  execute format('create table log.%I partition of log.commits for values from (%s) to (%s)', name, first, past);
  execute format('create trigger commits_are_kept before truncate on log.%I for each statement execute function log.refuse()', name);
end $$;

-- Where each stream stands.
create table log.streams (
  resource_type text collate "C" not null,
  resource_id   text collate "C" not null,
  stream        bigint not null,
  version       integer not null,
  position      bigint not null,
  primary key (resource_type, resource_id)
) with (fillfactor = 85);

-- What a repeated request is answered with.
create table log.requests (
  key         bytea primary key,
  fingerprint bytea not null,
  position    bigint not null,
  recorded_at timestamptz not null
);
create index requests_by_time on log.requests (recorded_at);

-- A fold kept so that long streams load fast; always derivable from the commits.
create table log.snapshots (
  stream  bigint primary key,
  version integer not null,
  state   bytea not null
);
