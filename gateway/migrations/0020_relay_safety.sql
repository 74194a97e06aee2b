-- What a meter must show before an amplifier counts as running; null: it is not judged by what it draws.
alter table relays add column min_draw_w real default 5;
-- Longer than this no channel is held; null: without an end.
alter table relays add column max_on_minutes integer default 240 check (max_on_minutes > 0);
-- Who lets it be used though it does not go OFF by itself, and why: JSON.
alter table relays add column waiver text;
-- Whether a channel was seen to go OFF by itself when nobody renewed its lease.
create table relay_lease_proofs (
  relay_id text not null references relays (id) on delete cascade,
  channel integer not null check (channel between 1 and 32),
  state text not null check (state in ('proved', 'absent')),
  at text not null,
  primary key (relay_id, channel)
) strict;
-- How long it may be silent before it counts as offline, and whose power or network it shares.
alter table relays add column offline_after_seconds integer not null default 30 check (offline_after_seconds > 0);
alter table relays add column site text;
-- The last comings, goings and faults of each relay.
create table relay_events (
  id integer primary key,
  relay_id text not null references relays (id) on delete cascade,
  at text not null,
  kind text not null check (kind in ('came', 'went', 'fault', 'cured')),
  channel integer,
  code text,
  away_ms integer
) strict;
create index relay_events_of on relay_events (relay_id, id);
