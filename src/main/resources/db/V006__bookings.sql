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

-- Schedules that take more than one booking at a time.
create table read.capacities (
  stream   bigint not null,
  actor    text collate "C" not null,
  schedule text collate "C" not null,      -- its id
  capacity integer not null,
  primary key (stream, actor)
);
create index capacities_by_actor on read.capacities (actor);
