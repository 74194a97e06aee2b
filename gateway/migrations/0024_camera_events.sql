-- What cameras noticed and people took pictures of. Instants in epoch ms. An event outlives its camera, so nothing refers to that.
create table camera_events (
  id text primary key,
  camera_id text not null,
  camera_name text not null,
  kind text not null check (kind in ('motion', 'tamper', 'line-crossed', 'snapshot')),
  started_at integer not null,
  ended_at integer,
  ending text,
  times integer not null default 1,
  still_at integer,
  still_bytes integer not null default 0,
  clip_state text not null default 'none' check (clip_state in ('none', 'recording', 'ready', 'failed', 'gone')),
  clip_from integer,
  clip_to integer,
  clip_bytes integer not null default 0,
  -- A reason, JSON.
  clip_why text,
  during_broadcast text,
  -- JSON.
  warning text,
  kept integer not null default 0 check (kept in (0, 1)),
  by text,
  note text,
  note_by text
) strict;
create index camera_events_by_time on camera_events (started_at, id);
create index camera_events_of on camera_events (camera_id, started_at);
create index camera_events_open on camera_events (camera_id) where ended_at is null;

-- When what a camera notices was heard; whatever is not in here is unknown.
create table camera_coverage (
  id integer primary key,
  camera_id text not null,
  heard_from integer not null,
  heard_to integer not null,
  open integer not null check (open in (0, 1)),
  -- The code of what ended it; null: it lasts, or the gateway went off.
  why text
) strict;
create index camera_coverage_of on camera_coverage (camera_id, heard_from);
