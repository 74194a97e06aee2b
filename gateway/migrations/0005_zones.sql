-- A zone: an amplifier with its horns at one place, switched by relay channels, fed by an output.
create table zones (
  id text primary key,
  name text not null unique,
  output_id text references outputs (id),
  volume_db real not null,
  warmup_ms integer not null,
  cooldown_ms integer not null,
  quiet_from text not null,
  quiet_to text not null
) strict;

create table zone_channels (
  zone_id text not null references zones (id) on delete cascade,
  relay_id text not null references relays (id),
  channel integer not null,
  position integer not null,
  primary key (zone_id, relay_id, channel)
) strict;
