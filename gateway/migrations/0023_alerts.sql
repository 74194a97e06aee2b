-- What cameras called somebody for, who was on duty, what is still to be posted, and how well each camera worked.
create table alerts (
  id text primary key,
  kind text not null,
  cameras text not null check (json_valid(cameras)), -- JSON, named as they were then
  cabinet text,
  since text not null,
  raised_at text not null,
  held integer not null,
  relapses integer not null,
  acknowledged text,  -- JSON: by, at, note
  ended_at text,
  ended_how text
) strict;
create index alerts_open on alerts (ended_at) where ended_at is null;
create index alerts_by_time on alerts (raised_at);

create table alert_posts (
  position integer primary key autoincrement, -- in this order
  id text not null unique,                    -- the same at each attempt
  message text not null,
  made_at text not null
) strict;

create table shift_log (
  id integer primary key autoincrement,
  at text not null,
  kind text not null,
  login text not null,
  name text not null,
  note text not null,
  open text not null -- JSON: what was open when the shift changed
) strict;
create trigger shift_log_is_not_changed before update on shift_log begin
  select raise(abort, 'the shift log is append-only');
end;
create trigger shift_log_is_not_deleted before delete on shift_log begin
  select raise(abort, 'the shift log is append-only');
end;

-- How a camera was from then on, until its next row or until the gateway went off.
create table camera_turns (
  id integer primary key autoincrement,
  camera_id text not null,
  name text not null,
  at integer not null, -- epoch milliseconds
  state text not null, -- working, out, planned, unknown, gone
  cause text
) strict;
create index camera_turns_by_time on camera_turns (at);
create index camera_turns_by_camera on camera_turns (camera_id, at);

-- When the gateway was there to see it: `until` is moved on while it runs.
create table watched_spans (
  id integer primary key autoincrement,
  since integer not null,
  until integer not null
) strict;
