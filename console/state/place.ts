import { signal } from '@preact/signals'

/** Where in the list the moderator is: the index of the open row, or of the one that followed it. */
export const place = signal(0)
