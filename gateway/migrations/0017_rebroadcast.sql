-- Stations whose programmes are rebroadcast. Addresses with their passwords: they go to the station and nowhere else.
create table upstreams (
  id text primary key,
  name text not null,
  urls text not null,
  fallback_kind text check (fallback_kind in ('recording', 'playlist')),
  fallback_id text,
  lan_allowed integer not null,
  check ((fallback_kind is null) = (fallback_id is null))
) strict;

-- A third kind of content; its id is that of the upstream with the minutes behind it: `vov1 30`.
alter table programmes rename column content_kind to content_kind_before;
alter table programmes add column content_kind text not null default 'recording'
  check (content_kind in ('recording', 'playlist', 'rebroadcast'));
update programmes set content_kind = content_kind_before;
alter table programmes drop column content_kind_before;

alter table slots rename column content_kind to content_kind_before;
alter table slots add column content_kind text check (content_kind in ('recording', 'playlist', 'rebroadcast'));
update slots set content_kind = content_kind_before;
alter table slots drop column content_kind_before;
