/** Where to go after signing in: back to where one was, but only to a screen of ours (`//elsewhere` is another site). */
export const screenAfter = (next: string | undefined): string =>
  next && /^\/(?![/\\])/.test(next) ? next : '/projects'
