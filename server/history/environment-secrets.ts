import { isSecretVariable, SHORTEST_SECRET, secretFormOf } from '../rows/secret-forms.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Stands in examples of everybody's, and would be taken out of the middle of names. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['postgres', 'password', 'changeme'])
/** What a shell calls its folders: no password, whatever `DB_PWD` is. */
const FOLDERS: ReadonlySet<string> = new Set(['PWD', 'OLDPWD'])
const URL_LOGIN = /^[a-z][a-z0-9+.-]*:\/\/([^\s/:@]*):([^\s@]+)@/i

/** Values of the environment that nobody else is to see, by their names or forms; what another variable says openly is none. */
export function environmentSecrets(environment: Environment): string[] {
  const open = new Set(PLACEHOLDERS)
  const secrets = new Set<string>()
  for (const [name, value = ''] of Object.entries(environment)) {
    const [, user = '', password = ''] = URL_LOGIN.exec(value) ?? []
    open.add(user)
    for (const each of [password, decoded(password)]) secrets.add(each)
    const isNamedSo = isSecretVariable(name) && !FOLDERS.has(name)
    if (isNamedSo || secretFormOf(value) !== undefined) secrets.add(value)
    else open.add(value)
  }
  return [...secrets].filter((value) => value.length >= SHORTEST_SECRET && !open.has(value))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
