/** One word of a command that people may copy into a shell, whatever is in it. */
export const shellWord = (text: string): string =>
  /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
