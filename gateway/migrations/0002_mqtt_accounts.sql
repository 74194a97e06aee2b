-- Who may come in over MQTT. The id is username and client id at once; the password itself is kept nowhere.
create table mqtt_accounts (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('relay', 'observer')),
  prefix text not null,
  secret_sha256 blob not null check (length(secret_sha256) = 32),
  created_at text not null
) strict;
