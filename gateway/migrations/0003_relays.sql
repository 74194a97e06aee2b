-- Relays: what a person chose. What the device says lives in memory, but for when it was last heard.
create table relays (
  id text primary key,
  name text not null,
  driver text not null check (driver in ('tasmota', 'generic')),
  channels integer not null check (channels between 1 and 32),
  maintenance integer not null default 0 check (maintenance in (0, 1)),
  last_seen_at text
) strict;
