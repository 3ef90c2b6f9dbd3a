-- Search rows: what each resource has for each search parameter, and between which positions.
-- A table holds what holds now; its twin with _past what held from since until just before until.
-- They are made by a function so that they can be built again beside the live ones.
create function read.make_search(name text) returns void language plpgsql as $$
begin
  execute format('create schema %I', name);
  execute format('set local search_path to %I', name);

  -- The resources that are there. ref is a hash of Type/id, as references hold it.
  create table cards (
    stream  bigint not null,
    ref     bigint not null,
    since   bigint not null,
    type    smallint not null,
    present bytea not null,      -- a bit for each parameter of the type it has an element for
    primary key (type, stream)
  );
  create index cards_by_ref on cards (ref);
  create table cards_past (
    stream bigint not null, ref bigint not null, since bigint not null, until bigint not null,
    type smallint not null, present bytea not null
  );
  create index cards_past_by_stream on cards_past (type, stream);
  create index cards_past_by_ref on cards_past (ref);

  -- Codes, identifiers, URIs, hashed with their parameter.
  create table tokens (
    key    bigint not null,
    stream bigint not null,
    since  bigint not null,
    system bigint,               -- of what is not listed in codes: its system's hash
    primary key (key, stream)
  );
  create index tokens_by_system on tokens (system, stream) where system is not null;
  alter table tokens alter column key set statistics 1000;
  create table tokens_past (
    key bigint not null, stream bigint not null, since bigint not null, until bigint not null, system bigint
  );
  create index tokens_past_by_system on tokens_past (system, stream) where system is not null;
  create index tokens_past_by_key on tokens_past (key, stream);

  -- Every code ever seen for a parameter, and what it was called.
  create table codes (
    key    bigint primary key,
    source bigint not null,
    since  bigint not null,
    system text collate "C" not null,
    code   text collate "C" not null
  );
  create index codes_by_code on codes (source, code);
  create table labels (
    source bigint not null,
    key    bigint not null,
    since  bigint not null,
    norm   text collate "C" not null,
    primary key (source, norm, key)
  );

  create table texts (
    source bigint not null,
    stream bigint not null,
    since  bigint not null,
    norm   text collate "C" not null,
    exact  text collate "C"      -- none where it is the same
  );
  create index texts_by_norm on texts (source, norm, stream);
  create index texts_by_stream on texts (source, stream);
  create table texts_past (
    source bigint not null, stream bigint not null, since bigint not null, until bigint not null,
    norm text collate "C" not null, exact text collate "C"
  );
  create index texts_past_by_norm on texts_past (source, norm, stream);
  create index texts_past_by_stream on texts_past (source, stream);

  -- Microseconds since 1970, both ends within. ends: 1 the first of its parameter, 2 the last, 3 both.
  create table moments (
    source bigint not null, low bigint not null, high bigint not null,
    stream bigint not null, since bigint not null, ends smallint not null
  );
  create index moments_by_low on moments (source, low, stream);
  create index moments_by_high on moments (source, high) where high - low >= 86400000000;
  create index moments_by_stream on moments (source, stream);
  create index moments_of_many on moments (source, low) where ends <> 3;
  create table moments_past (
    source bigint not null, low bigint not null, high bigint not null,
    stream bigint not null, since bigint not null, until bigint not null, ends smallint not null
  );
  create index moments_past_by_low on moments_past (source, low, stream);
  create index moments_past_by_high on moments_past (source, high) where high - low >= 86400000000;
  create index moments_past_by_stream on moments_past (source, stream);
  create index moments_past_of_many on moments_past (source, low) where ends <> 3;

  -- Numbers and quantities; unit hashes system and code, code and human what people write; 0 for none.
  create table amounts (
    source bigint not null, low float8 not null, high float8 not null,
    stream bigint not null, since bigint not null,
    unit bigint not null, code bigint not null, human bigint not null, ends smallint not null
  );
  create index amounts_by_low on amounts (source, low, stream);
  create index amounts_by_high on amounts (source, high) where high > low;
  create index amounts_by_stream on amounts (source, stream);
  create table amounts_past (
    source bigint not null, low float8 not null, high float8 not null,
    stream bigint not null, since bigint not null, until bigint not null,
    unit bigint not null, code bigint not null, human bigint not null, ends smallint not null
  );
  create index amounts_past_by_low on amounts_past (source, low, stream);
  create index amounts_past_by_high on amounts_past (source, high) where high > low;
  create index amounts_past_by_stream on amounts_past (source, stream);

  -- References: target is a card's ref, or a hash of a URL.
  create table links (
    source bigint not null, target bigint not null, stream bigint not null, since bigint not null
  );
  create index links_by_target on links (target, source, stream);
  create index links_by_stream on links (stream, source, target);
  create table links_past (
    source bigint not null, target bigint not null, stream bigint not null,
    since bigint not null, until bigint not null
  );
  create index links_past_by_target on links_past (target, source, stream);
  create index links_past_by_stream on links_past (stream, source, target);

  -- Which definitions the rows were made by; own are SearchParameters besides R4's.
  create table made_by (definitions bigint not null, base text not null, own text[] not null);
end $$;

select read.make_search('search');
reset search_path;

-- Which version was there at a position.
create index versions_by_stream_position on read.versions (stream, position);

-- How many resources of the type there are after this version.
alter table read.versions add column alive bigint not null default 0;
update read.versions v
set alive = counted.alive
from (
  select position,
    sum(case status when 201 then 1 when 204 then -1 else 0 end) over (partition by type order by position) as alive
  from read.versions
) counted
where counted.position = v.position;
