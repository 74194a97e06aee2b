import type {
  AuditEntry,
  PageOf,
  PageQuery,
  Permission,
  Role,
  SetUp,
  SignIn,
  User,
  UserChange,
  UserInput,
} from '../../contract/index.ts';

/** Who is asking: put into the air log and, by the server, into the audit log. */
export type Actor = Pick<User, 'id' | 'login' | 'name' | 'roles'>;

/** `token` goes into the person's cookie and nowhere else. */
export interface SignedIn {
  readonly user: User;
  readonly token: string;
}

/** Who may do what, and who did. */
export interface PeopleServices {
  readonly identity: {
    /** What somebody with these roles may do. */
    permissionsOf(roles: readonly Role[]): Permission[];
    isSetUp(): Promise<boolean>;
    /** `address`: where the request came from; wrong tries are counted by it. */
    setUp(input: Omit<SetUp, 'villageName'>, address: string): Promise<SignedIn>;
    signIn(input: SignIn, address: string): Promise<SignedIn>;
    signOut(token: string): Promise<void>;
    /** The person behind a session token, or null; renews it. */
    whoIs(token: string): Promise<User | null>;
    listUsers(): Promise<User[]>;
    createUser(input: UserInput): Promise<User>;
    /** A new password ends that person's sessions, but for the one of `keepToken`. */
    changeUser(id: string, change: UserChange, keepToken: string): Promise<User>;
    removeUser(id: string): Promise<void>;
  };
  readonly audit: {
    record(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void>;
    list(page: PageQuery): Promise<PageOf<AuditEntry>>;
  };
}
