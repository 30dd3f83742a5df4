/** Whether a file of migrations is JavaScript, by its name: it holds no types then. */
export const isJavaScript = (file: string): boolean => /\.[cm]?js$/.test(file)
