-- Emergency buttons on walls: what a person chose, and when the device was last heard.
create table buttons (
  id text primary key,
  name text not null,
  driver text not null check (driver in ('tasmota', 'generic')),
  hold_seconds integer not null check (hold_seconds between 1 and 10),
  gesture text not null check (gesture in ('hold', 'double')),
  title text not null,
  siren integer not null check (siren in (0, 1)),
  recording_id text,
  -- A JSON list; null: every zone there is when it is pressed.
  zone_ids text,
  drill integer not null check (drill in (0, 1)),
  all_clear_by text check (all_clear_by in ('same-key', 'second-key')),
  all_clear_title text,
  maintenance integer not null check (maintenance in (0, 1)),
  last_seen_at text
) strict;

-- An account may be a button's now: the kinds are in the table's check, so it is made anew.
create table mqtt_accounts_with_buttons (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('relay', 'button', 'observer')),
  prefix text not null,
  secret_sha256 blob not null check (length(secret_sha256) = 32),
  created_at text not null
) strict;
insert into mqtt_accounts_with_buttons (id, name, kind, prefix, secret_sha256, created_at)
  select id, name, kind, prefix, secret_sha256, created_at from mqtt_accounts;
drop table mqtt_accounts;
alter table mqtt_accounts_with_buttons rename to mqtt_accounts;
