-- More firmware families: which there are, the contract says. Zones keep their channels.
create table kept_channels as select * from zone_channels;
delete from zone_channels;
create table relays_renewed (
  id text primary key,
  name text not null,
  driver text not null,
  channels integer not null check (channels between 1 and 32),
  maintenance integer not null default 0 check (maintenance in (0, 1)),
  last_seen_at text
) strict;
insert into relays_renewed select id, name, driver, channels, maintenance, last_seen_at from relays;
drop table relays;
alter table relays_renewed rename to relays;
insert into zone_channels select * from kept_channels;
drop table kept_channels;
