/** What a browser would run if any place showed text as HTML. */
export const HOSTILE = `<img src=x onerror="window.__pwn=1"></script><script>window.__pwn=1</script>`
