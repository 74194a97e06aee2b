-- What recurs, and its dated instances. A slot is a row with exactly one outcome.
create table programmes (
  id text primary key,
  title text not null,
  content_kind text not null check (content_kind in ('recording', 'playlist')),
  content_id text not null,
  priority text not null check (priority in ('normal', 'priority', 'emergency')),
  dtstart text not null,
  rrule text,
  exdate text not null,
  enabled integer not null,
  since integer not null
) strict;

create table programme_zones (
  programme_id text not null references programmes (id) on delete cascade,
  zone_id text not null references zones (id),
  primary key (programme_id, zone_id)
) strict;

-- The title and zones are copied when the slot ends, so that history does not change with its programme.
create table slots (
  id text primary key,
  programme_id text references programmes (id) on delete set null,
  title text not null,
  priority text not null,
  zone_ids text not null,
  starts_at integer not null,
  duration_ms integer not null,
  state text not null check (state in ('planned', 'on-air', 'ended')),
  skipped_by text,
  outcome_kind text,
  outcome_code text,
  outcome_params text,
  outcome_at integer,
  check ((state = 'ended') = (outcome_kind is not null))
) strict;
create unique index slot_once on slots (programme_id, starts_at);
create index slot_by_time on slots (starts_at);
create index slot_open on slots (state, starts_at) where state <> 'ended';

-- One outcome per slot: once ended it is history.
create trigger slot_outcome_is_final before update on slots
when old.state = 'ended' and (new.outcome_kind is not old.outcome_kind or new.outcome_at is not old.outcome_at or new.state <> 'ended')
begin
  select raise(abort, 'a slot has exactly one outcome');
end;
