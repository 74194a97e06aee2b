import type { Role, User } from '../contract/index.ts';
import type { Sql } from '../storage/storage.ts';

interface UserRow {
  id: string;
  login: string;
  name: string;
  roles: string;
  created_at: string;
}

/** A person as kept: with the argon2id PHC string of the password. */
export interface StoredUser extends User {
  passwordHash: string;
}

const columns = 'id, login, name, roles, created_at';

export async function listUsers(sql: Sql): Promise<User[]> {
  return (await sql.all<UserRow>(`select ${columns} from users order by name, login`)).map(toUser);
}

export async function findUser(sql: Sql, id: string): Promise<User | null> {
  const row = await sql.get<UserRow>(`select ${columns} from users where id = ?`, [id]);
  return row ? toUser(row) : null;
}

export async function findUserByLogin(sql: Sql, login: string): Promise<StoredUser | null> {
  const row = await sql.get<UserRow & { password_hash: string }>(
    `select ${columns}, password_hash from users where login = ?`,
    [login],
  );
  return row ? { ...toUser(row), passwordHash: row.password_hash } : null;
}

export async function insertUser(sql: Sql, user: StoredUser): Promise<void> {
  await sql.run('insert into users (id, login, name, roles, password_hash, created_at) values (?, ?, ?, ?, ?, ?)', [
    user.id,
    user.login,
    user.name,
    JSON.stringify(user.roles),
    user.passwordHash,
    user.createdAt,
  ]);
}

/** `passwordHash` null: the password stays. */
export async function updateUser(
  sql: Sql,
  { id, name, roles }: Pick<User, 'id' | 'name' | 'roles'>,
  passwordHash: string | null,
): Promise<void> {
  await sql.run('update users set name = ?, roles = ?, password_hash = coalesce(?, password_hash) where id = ?', [
    name,
    JSON.stringify(roles),
    passwordHash,
    id,
  ]);
}

export async function deleteUser(sql: Sql, id: string): Promise<void> {
  await sql.run('delete from users where id = ?', [id]);
}

export async function countUsers(sql: Sql): Promise<number> {
  return (await sql.get<{ n: number }>('select count(*) as n from users'))?.n ?? 0;
}

/** Is there a head besides this person? */
export async function hasOtherHead(sql: Sql, id: string): Promise<boolean> {
  const found = await sql.get(
    `select 1 from users, json_each(users.roles) as role where role.value = 'head' and users.id <> ? limit 1`,
    [id],
  );
  return found !== undefined;
}

function toUser(row: UserRow): User {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    roles: JSON.parse(row.roles) as Role[],
    createdAt: row.created_at,
  };
}
