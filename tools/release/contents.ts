/** What the image copies beside its packages (`Dockerfile`), and what those are made of. */
export const CONTENTS: readonly string[] = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'dist',
  'dict',
  'words',
]
