import type { IpadicFeatures, Tokenizer } from 'kuromoji'

export function loadKuromoji(): Promise<Tokenizer<IpadicFeatures>>
