-- Cameras: what a person chose, what each said of itself last, and how it stood, so that "since 08:13" outlives a restart.
create table cameras (
  id text primary key,
  name text not null,
  host text not null,
  port integer not null check (port between 1 and 65535),
  path text,
  username text,
  -- Sealed with the key beside the database; null: it asks for none.
  password_sealed text,
  monitor_profile text,
  view_profile text,
  place_x real check (place_x between 0 and 1),
  place_y real check (place_y between 0 and 1),
  -- A JSON list.
  zone_ids text not null,
  cabinet text,
  maintenance integer not null check (maintenance in (0, 1)),
  -- What it said of itself: JSON; null: it was never reached.
  learnt text,
  status text,
  cause text,
  status_since text,
  unique (host, port)
) strict;
