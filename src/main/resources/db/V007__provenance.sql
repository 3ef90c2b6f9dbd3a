-- Whom stated provenances (X-Provenance) name as agents, and of which commits.
create table read.stated_agents (
  agent    text collate "C" not null,   -- Practitioner/x, or the value of an identifier
  position bigint not null,
  primary key (agent, position)
);
