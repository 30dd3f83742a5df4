/** Tests whether a name says that its value is nobody else's to see: such a value is not read, and its name is told. */
export const isSecretName = (name: string): string =>
  `(${name} ~* '(pass|pwd|secret|token|credential|key)' and ${name} <> 'password_required')`
