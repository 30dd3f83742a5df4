/** How ALTER … brings a trigger or rule into a state other than the one it is born in. */
export const ENABLE: Readonly<Record<string, string>> = {
  DISABLED: 'DISABLE',
  REPLICA: 'ENABLE REPLICA',
  ALWAYS: 'ENABLE ALWAYS',
}
