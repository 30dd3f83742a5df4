/** The lines of a configuration that put each name where it is now: to be copied, changed and kept by a person. */
export function chosenText(
  setting: 'domains' | 'categories',
  groups: readonly { readonly title: string; readonly names: readonly string[] }[],
): string {
  const lines = groups.map(
    ({ title, names }) => `  ${written(title)}: [${names.map(written).join(', ')}],\n`,
  )
  return `${setting}: {\n${lines.join('')}},\n`
}

const written = (text: string): string => JSON.stringify(text).replaceAll(/[\u2028\u2029]/g, escape)

const escape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
