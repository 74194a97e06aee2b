-- Who may come in, and who did what. Times are UTC, ISO 8601.

create table settings (
  key text primary key,
  value text not null
) strict, without rowid;

create table users (
  id text primary key,
  login text not null unique,
  name text not null,
  roles text not null check (json_valid(roles)), -- JSON list of role names
  password_hash text not null,                   -- argon2id, PHC string
  created_at text not null
) strict;

create table sessions (
  token_hash text primary key, -- SHA-256 of the cookie, hex; the cookie itself is kept nowhere
  user_id text not null references users (id) on delete cascade,
  renewed_at text not null,
  expires_at text not null
) strict, without rowid;

create index sessions_by_user on sessions (user_id);

create table audit_log (
  id integer primary key autoincrement,
  at text not null,
  who text not null,
  action text not null,
  subject text,
  result text not null
) strict;

create trigger audit_log_is_not_changed before update on audit_log
begin
  select raise(abort, 'the audit log is append-only');
end;

create trigger audit_log_is_not_deleted before delete on audit_log
begin
  select raise(abort, 'the audit log is append-only');
end;
