-- Richer programmes, changes to one slot, overlays, and what a zone agreed to hear in a day.
alter table programmes add column kind text not null default 'bulletin' check (kind in ('bulletin', 'music'));
alter table programmes add column text text not null default '';
-- Local times of the day, `05:00,17:30`; the date part of the rule is RFC 5545 in dtstart, rrule, exdate.
alter table programmes add column times text not null default '';
update programmes set times = substr(dtstart, 10, 2) || ':' || substr(dtstart, 12, 2);
alter table programmes add column missed_policy text not null default 'skip'
  check (missed_policy in ('skip', 'catch-up', 'resume', 'restart'));
alter table programmes add column missed_minutes integer not null default 0;
-- What was there before anybody was asked to approve had been chosen by somebody who may.
alter table programmes add column approval_state text not null default 'approved'
  check (approval_state in ('draft', 'submitted', 'approved'));
alter table programmes add column approval_by text not null default '-';
alter table programmes add column approval_at integer not null default 0;
update programmes set approval_at = since;
alter table programmes add column approval_note text;

-- `starts_at` is when it airs, `occurs_at` the instant its rule gave it: what stays when it is moved.
alter table slots add column occurs_at integer not null default 0;
update slots set occurs_at = starts_at;
drop index slot_once;
create unique index slot_once on slots (programme_id, occurs_at);
create index slot_by_occurrence on slots (occurs_at);
-- By time alone, so that what is open is found in order without passing all that is over.
drop index slot_open;
create index slot_open on slots (starts_at) where state <> 'ended';
alter table slots add column kind text not null default 'bulletin' check (kind in ('bulletin', 'music'));
-- Another content for this one slot.
alter table slots add column content_kind text check (content_kind in ('recording', 'playlist'));
alter table slots add column content_id text;
alter table slots add column content_approved integer not null default 1;
alter table slots add column changed_by text;
-- Of a slot that was broken off and is to be made up, once: what was heard of it, and where it goes on. Null: never broken off.
alter table slots add column aired_before_ms integer;
alter table slots add column resume_at_ms integer;
-- The reason chain as it was when the slot was decided, JSON.
alter table slots add column decided text;
alter table slots add column decided_at integer;

create table overlays (
  id text primary key,
  kind text not null check (kind in ('mourning', 'exams', 'holiday', 'maintenance')),
  title text not null,
  first_day text not null,
  last_day text not null,
  zone_ids text,
  mutes text not null check (mutes in ('music', 'normal', 'all')),
  made_by text not null,
  check (last_day >= first_day)
) strict;

-- Null: no limit was agreed.
alter table zones add column minutes_per_day integer;

-- A run outlives its slot: a slot that was moved away from it and then taken out of the plan goes without it.
create table runs_renewed (
  id text primary key,
  slot_id text references slots (id) on delete set null,
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
insert into runs_renewed (id, slot_id, title, priority, zone_ids, planned_at, started_at, alive_at, started_by, reason, ended)
  select id, slot_id, title, priority, zone_ids, planned_at, started_at, alive_at, started_by, reason, ended from runs;
drop table runs;
alter table runs_renewed rename to runs;
create index run_open on runs (ended) where ended = 0;
