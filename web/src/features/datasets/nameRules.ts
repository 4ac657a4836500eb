/** E28: up to 60 of a-z A-Z 0-9 - _, a letter first, a letter or digit last; each broken part has its own sentence. */
export const nameRules = [
  { pattern: /^[A-Za-z]/, problem: 'firstLetter' },
  { pattern: /^[A-Za-z0-9_-]*$/, problem: 'characters' },
  { pattern: /[A-Za-z0-9]$/, problem: 'lastCharacter' },
] as const
