-- Subjects' keys, wrapped by the master key. Destroying one erases what it sealed and breaks no chain.
create schema vault;

create table vault.data_keys (
  key_id       bigint primary key,
  subject      text collate "C" not null unique,
  wrapped      bytea,                    -- none once destroyed
  master_id    text collate "C" not null,
  created_at   timestamptz not null default now(),
  destroyed_at timestamptz
);
