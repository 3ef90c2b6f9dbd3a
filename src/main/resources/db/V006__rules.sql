-- Whom each appointment concerns and when; what has no time yet has none here.
create table read.bookings (
  stream      bigint not null,
  actor       text collate "C" not null,   -- Practitioner/x
  appointment text collate "C" not null,   -- its id
  starts      timestamptz,
  ends        timestamptz,
  taken       boolean not null,            -- it keeps the actor busy
  until       timestamptz,                 -- a hold that ends by itself
  primary key (stream, actor)
);
create index bookings_by_start on read.bookings (actor, starts);
create index bookings_long on read.bookings (actor, ends) where ends - starts > interval '24 hours';

-- Whose calendar each schedule is, and how many it takes at one time.
create table read.calendars (
  stream   bigint not null,
  actor    text collate "C" not null,
  schedule text collate "C" not null,      -- its id
  capacity integer not null,
  primary key (stream, actor)
);
create index calendars_by_actor on read.calendars (actor);
create index calendars_by_schedule on read.calendars (schedule);

-- What schedules offer.
create table read.slots (
  stream   bigint primary key,
  slot     text collate "C" not null,      -- its id
  schedule text collate "C" not null,      -- its schedule's id
  starts   timestamptz not null,
  ends     timestamptz not null,
  free     boolean not null
);
create index slots_free on read.slots (schedule, starts) where free;

-- What of each prescription others are compared with.
create table read.prescriptions (
  stream      bigint primary key,
  request     text collate "C" not null,   -- its id
  patient     text collate "C" not null,   -- the patient's id
  status      text collate "C" not null,
  active      boolean not null,            -- an order to be followed now
  medications bigint[] not null,           -- hashes of what it prescribes
  prior       text collate "C"             -- the prescription it renews or replaces
);
create index prescriptions_by_patient on read.prescriptions (patient);

-- What falls due by itself, and when; each is derived from the last version of its stream.
create table read.deadlines (
  stream        bigint primary key,
  kind          text collate "C" not null,
  due           timestamptz not null,
  version       integer not null,          -- of the stream that it is due for
  resource_type text collate "C" not null,
  resource_id   text collate "C" not null
);
create index deadlines_by_time on read.deadlines (kind, due);

-- What patients' records say now of which record replaces which, by their ids.
create table read.merge_links (
  stream   bigint not null,                -- of the record that says so
  replaced text collate "C" not null,
  survivor text collate "C" not null,
  primary key (stream, replaced, survivor)
);
create index merge_links_by_replaced on read.merge_links (replaced);
create index merge_links_by_survivor on read.merge_links (survivor);

-- Who was whose, at every remove, from since until just before until. The refs are those of cards.
create table read.merges (
  survivor     text collate "C" not null,
  replaced     text collate "C" not null,
  survivor_ref bigint not null,
  replaced_ref bigint not null,
  since        bigint not null,
  until        bigint not null
);
create index merges_by_survivor on read.merges (survivor);
create index merges_by_replaced on read.merges (replaced);
create index merges_by_since on read.merges (since);
create index merges_by_until on read.merges (until);
create index merges_by_survivor_ref on read.merges (survivor_ref);
create index merges_by_replaced_ref on read.merges (replaced_ref);
