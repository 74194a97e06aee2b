-- Runs that are under way, so that a power cut leaves a trace of what was on air; and the append-only as-run record.
create table runs (
  id text primary key,
  slot_id text references slots (id),
  title text not null,
  priority text not null,
  zone_ids text not null,
  planned_at integer not null,
  started_at integer,
  alive_at integer not null,
  started_by text,
  reason text,
  ended integer not null default 0
) strict;
create index run_open on runs (ended) where ended = 0;

create table air_log (
  id text primary key,
  broadcast_id text,
  slot_id text,
  title text not null,
  priority text not null,
  planned_at integer not null,
  started_at integer,
  ended_at integer not null,
  aired_ms integer not null,
  outcome_kind text not null,
  outcome_code text not null,
  outcome_params text not null,
  started_by text,
  reason text,
  zones text not null,
  items text not null
) strict;
create index air_log_by_time on air_log (ended_at);

create trigger air_log_keeps_entries before delete on air_log begin
  select raise(abort, 'the air log is append-only');
end;
create trigger air_log_keeps_words before update on air_log begin
  select raise(abort, 'the air log is append-only');
end;
