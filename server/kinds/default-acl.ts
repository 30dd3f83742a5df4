/** What ALTER DEFAULT PRIVILEGES calls the objects that a letter of pg_default_acl's `defaclobjtype` stands for. */
export const DEFAULT_ACL_OBJECTS: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
}
